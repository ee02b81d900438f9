"""The book: built, kept, refreshed by deltas, and always the same journeys as a cut of everything."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.base.errors import BadInput
from etappe.events.shipped import shipped_words
from etappe.events.words import EventWord, Words
from etappe.identity.companies import companies
from etappe.identity.memberships import AccountRules, Membership
from etappe.identity.spans import LONG_AGO
from etappe.journeys.book import JourneyBook
from etappe.journeys.columns import Columns
from etappe.journeys.source import JourneySettings
from etappe.store.events.accounts import AccountKeys
from etappe.store.events.values import AccountDecision
from journeys.journeys_fixture import MONDAY, Event, MemorySource, columns_of, source_of
from journeys.journeys_in_memory import columns_in_memory

DAY = 86_400
SUSA: list[Event] = [
    ("view_item", 0, {"anonymous_id": "laptop", "device": "desktop"}),
    (
        "purchase",
        60,
        {"anonymous_id": "laptop", "user_id": "susa", "order_id": "A1", "value": 5000},
    ),
    ("message_sent", 61, {"user_id": "susa"}),
    ("view_item", 62, {"anonymous_id": "laptop", "device": "desktop"}),
]
LEO: list[Event] = [("search", 5 * DAY, {"anonymous_id": "phone"})]


def readout(columns: Columns) -> tuple[Any, ...]:
    """Everything in order of person, time, arrival, in words: equal for equal journeys."""
    return (
        [sorted(_persons(columns, shards)) for shards in (columns.shards, columns.account_shards)],
        {name: count for name, count in columns.counts.items() if count},
        (columns.first_us, columns.last_us, columns.seq, columns.currency),
        (columns.staff_orders.time_us.tolist(), columns.staff_orders.value.tolist()),
    )


def _persons(columns: Columns, shards: tuple[Any, ...]) -> list[Any]:
    found = []
    for shard in shards:
        value = dict(zip(shard.seq[shard.value_row].tolist(), shard.value.tolist(), strict=True))
        converted = shard.journey_converted
        for who, person in enumerate(shard.persons.tolist()):
            rows = range(shard.person.starts[who], shard.person.ends[who])
            touches = [
                (
                    int(shard.time_us[row]),
                    int(shard.seq[row]),
                    columns.events[shard.event[row]],
                    columns.touchpoints[shard.touchpoint[row]],
                    columns.channels[shard.channel[row]],
                    int(shard.flags[row]),
                    value.get(int(shard.seq[row])),
                    int(shard.touch_person[row]) if len(shard.touch_person) else None,
                )
                for row in rows
            ]
            visits, journeys = (_runs(shard, units, who) for units in (shard.visit, shard.journey))
            mine = np.flatnonzero(shard.journey.person == who)
            ends = [
                (
                    bool(shard.journey_open[unit]),
                    int(shard.seq[row]) if (row := converted[unit]) >= 0 else 0,
                )
                for unit in mine
            ]
            found.append((person, touches, visits, journeys, ends))
    return found


def _runs(shard: Any, units: Any, who: int) -> list[list[int]]:
    mine = np.flatnonzero(units.person == who)
    return [shard.seq[units.starts[unit] : units.ends[unit]].tolist() for unit in mine]


def book_of(
    folder: Path,
    source: MemorySource,
    words: Callable[[], Words] = shipped_words,
    accounts: Callable[[], AccountRules] = AccountRules,
) -> JourneyBook:
    """A book that makes deltas however small the shop is."""
    book = JourneyBook(folder, source, words, JourneySettings, accounts=accounts)
    book.max_delta_share = 1e9
    return book


def test_a_book_tells_the_same_as_a_cut_in_memory(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    assert readout(book_of(tmp_path, source).columns()) == readout(columns_of([SUSA, LEO]))


def test_nothing_new_gives_the_very_same_columns(tmp_path: Path) -> None:
    book = book_of(tmp_path, source_of([SUSA]))
    assert book.current is None
    assert book.columns() is book.columns() is book.current


def test_a_book_opened_again_reads_what_was_built(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    built = book_of(tmp_path, source).columns()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert readout(book_of(tmp_path, source).columns()) == readout(built)
    assert sorted(path.name for path in tmp_path.iterdir()) == kept


def test_whoever_has_columns_keeps_reading_them(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    book = book_of(tmp_path, source)
    old = book.columns()
    before = readout(old)
    for day in range(12):
        source.add("view_item", (20 + day) * DAY, {"user_id": "susa"})
        book.columns()
    book.compact()
    assert readout(old) == before
    assert book.delta_share == 0


def test_columns_of_another_format_or_a_damaged_cache_are_built_anew(tmp_path: Path) -> None:
    source = source_of([SUSA])
    expected = readout(book_of(tmp_path, source).columns())
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 99'))
    assert readout(book_of(tmp_path, source).columns()) == expected
    manifest.write_text("not json")
    assert readout(book_of(tmp_path, source).columns()) == expected
    for part in tmp_path.glob("part-*/persons-0/time_us"):
        part.unlink()
    assert readout(book_of(tmp_path, source).columns()) == expected


def test_changed_words_read_the_past_again(tmp_path: Path) -> None:
    words = shipped_words()
    held = [words]
    book = book_of(tmp_path, source_of([[("message_sent", 0, {})]]), lambda: held[0])
    assert book.columns().counts["journeys"] == 0
    customer = replace(words.events["message_sent"], side="customer")
    held[0] = replace(words, events={**words.events, "message_sent": customer})
    assert book.columns().counts["journeys"] == 1


def test_another_stage_model_changes_the_words_but_cuts_nothing(tmp_path: Path) -> None:
    words = shipped_words()
    held = [words]
    book = book_of(tmp_path, source_of([SUSA]), lambda: held[0])
    before = book.columns()
    held[0] = replace(words, model="hubspot_7")
    after = book.columns()
    assert after.words.model == "hubspot_7"
    assert after.shards is before.shards


def test_unknown_names_are_guessed_and_stay_guessed(tmp_path: Path) -> None:
    events: list[Event] = [
        ("produkt_gesehen", 0, {}),
        ("bestellung_abgeschickt", 60, {"order_id": "A1", "value": 100}),
    ]
    source = source_of([events, events])
    columns = book_of(tmp_path, source).columns()
    assert columns.words.conversion == "bestellung_abgeschickt"
    assert columns.words.touchpoints["produkt_gesehen"].part == "before"
    again = book_of(tmp_path, source).columns()
    assert again.words == columns.words
    assert readout(again) == readout(columns)


def test_a_name_the_words_know_needs_no_guess(tmp_path: Path) -> None:
    words = shipped_words()
    own = EventWord(
        "kauf", {"de": "Kauf", "en": "Purchase"}, touchpoint="order", meaning="purchase"
    )
    words = replace(words, events={**words.events, "kauf": own}, conversion="kauf")
    columns = book_of(
        tmp_path, source_of([[("kauf", 0, {"order_id": "1"})]]), lambda: words
    ).columns()
    assert columns.words == words


def test_people_are_found_by_any_key_and_by_their_number(tmp_path: Path) -> None:
    book = book_of(tmp_path, source_of([SUSA, LEO]))
    assert book.person_of("susa") == book.person_of("laptop") == book.person_of("0") == 0
    assert book.person_of("phone") not in (None, 0)
    assert book.person_of("nobody") is None
    assert book.person_of("999") is None


def test_further_columns_come_from_the_store_and_unknown_ones_are_named(tmp_path: Path) -> None:
    columns = book_of(tmp_path, source_of([SUSA, LEO])).columns()
    [shard] = columns.shards
    extra = shard.extra("device")
    assert [extra.words[code] for code in extra.codes[:4]] == ["desktop", None, "desktop", None]
    assert len(extra.codes) == len(shard.seq)
    assert shard.extra("device").words is extra.words
    with pytest.raises(BadInput) as error:
        shard.extra("colour")
    assert "device" in error.value.next_step


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    book_of(tmp_path, source_of([SUSA])).columns(
        lambda phase, done, total: told.append((phase, done, total))
    )
    assert told == [("read", 4, 4), ("cut", 1, 1)]


NAMES = [
    "view_item",
    "page_view",
    "purchase",
    "message_sent",
    "order_delivered",
    "marketplace_order",
]
EVENT = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([0, 60, 3_600, 3 * DAY, 40 * DAY, 100 * DAY]),
    st.fixed_dictionaries(
        {"anonymous_id": st.sampled_from([f"d{n}" for n in range(6)])},
        optional={
            "user_id": st.sampled_from(["u1", "u2", "u3"]),
            "email": st.sampled_from(["e1@club.example", "e2@club.example", "e3@pub.example"]),
            "order_id": st.sampled_from(["A1", "A2"]),
            "account_id": st.sampled_from(["club", "pub", "school"]),
            "value": st.sampled_from([100, 250]),
            "currency": st.sampled_from(["EUR", "CHF"]),
            "source": st.sampled_from(["web", "server"]),
            "staff": st.sampled_from([None, "Beate"]),
            "bot": st.sampled_from([False, False, True]),
        },
    ),
)

RULES = st.builds(
    AccountRules,
    st.lists(
        st.builds(
            Membership,
            key=st.integers(0, 8),
            account=st.integers(1, 2),
            from_us=st.sampled_from([LONG_AGO, 40 * DAY * 1_000_000]),
            to_us=st.sampled_from([2**62, 50 * DAY * 1_000_000]),
            primary=st.booleans(),
            belongs=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    st.dictionaries(st.sampled_from(["club.example", "pub.example"]), st.integers(1, 2)),
    st.sampled_from([(), ((1, 2),), ((2, 1),), ((2, 3), (3, 1))]).map(
        lambda pairs: companies(
            [
                AccountDecision(at, "merge", a, b, None, "why", "nadja", MONDAY)
                for at, (a, b) in enumerate(pairs)
            ]
        )
    ),
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.lists(EVENT, min_size=1, max_size=6), RULES), min_size=2, max_size=12))
def test_refreshed_columns_are_those_of_a_full_rebuild(
    tmp_path_factory: pytest.TempPathFactory, batches: Any
) -> None:
    source = MemorySource()
    for name in NAMES:  # so that no new name asks for a rebuild
        source.add(name, 0, {"anonymous_id": "d0"})
    source.add("search", 0, {"anonymous_id": "d1", "account_id": "club"})
    source.add("search", 0, {"anonymous_id": "d2", "account_id": "pub"})
    source.add("search", 0, {"anonymous_id": "d3", "account_id": "school"})
    decided = [AccountRules()]
    book = book_of(tmp_path_factory.mktemp("book"), source, accounts=lambda: decided[-1])
    book.columns()
    for batch, rules in batches:
        for name, when, fields in batch:
            source.add(name, when, {"value": None, "currency": None} | fields)
        decided.append(rules)
        refreshed = book.columns()
        assert book._written is not None
        assert len(book._written.manifest.parts) > 1
        whole = JourneySettings(account_rules=rules)
        assert readout(refreshed) == readout(columns_in_memory(source, shipped_words(), whole))


class Live(MemorySource):
    """Events go on arriving while their shop is cut: one whenever it is asked who belongs where."""

    def __init__(self) -> None:
        super().__init__()
        self.arriving: list[Event] = []

    def account_keys(self) -> AccountKeys:
        told = super().account_keys()
        if self.arriving:
            self.add(*self.arriving.pop())
        return told


@pytest.mark.parametrize("first", [False, True], ids=["refreshed", "rebuilt"])
def test_events_that_arrive_while_journeys_are_cut_are_in_the_next_ones(
    tmp_path: Path, first: bool
) -> None:
    source = Live()
    for name, when, fields in [*SUSA, *LEO]:
        source.add(name, when, fields)
    book = book_of(tmp_path, source)
    if not first:
        book.columns()
        source.add("search", 6 * DAY, {"anonymous_id": "phone"})
    came = [
        ("purchase", 7 * DAY, {"anonymous_id": f"new {n}", "user_id": f"u{n}", "order_id": f"N{n}"})
        for n in range(6)
    ]
    source.arriving += came
    while source.arriving:
        assert book.columns().seq < source.last_seq()
    assert readout(book.columns()) == readout(columns_in_memory(source, shipped_words()))


def test_a_decision_about_accounts_cuts_no_more_than_it_concerns(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    club = [("view_item", 9 * DAY, {"user_id": "jutta", "account_id": "club"})]
    for name, when, fields in club:
        source.add(name, when, fields)
    rules = [AccountRules()]
    book = book_of(tmp_path, source, accounts=lambda: rules[-1])
    assert [shard.rows for shard in book.columns().account_shards] == [1]
    [leo] = source.keys().find("phone")
    rules.append(AccountRules((Membership(leo, 1),)))
    assert sum(shard.rows for shard in book.columns().account_shards) >= 2
    assert book.columns() is book.columns()
    again = JourneyBook(
        tmp_path, source, shipped_words, JourneySettings, accounts=lambda: rules[-1]
    )
    before = [part.folder for part in book.written.manifest.parts]
    again.columns()
    assert [part.folder for part in again.written.manifest.parts] == before
    rules.append(AccountRules())
    assert readout(again.columns()) == readout(columns_in_memory(source, shipped_words()))


def merged(*told: tuple[int, int]) -> AccountRules:
    decided = [
        AccountDecision(at, "merge", a, b, None, "why", "nadja", MONDAY)
        for at, (a, b) in enumerate(told)
    ]
    return AccountRules(companies=companies(decided))


def test_two_ids_become_one_company_and_an_undo_leaves_no_trace(tmp_path: Path) -> None:
    source = source_of([SUSA, LEO])
    club: list[Event] = [
        ("view_item", 9 * DAY, {"user_id": "jutta", "account_id": "club"}),
        ("search", 9 * DAY + 60, {"user_id": "jutta"}),
        ("purchase", 10 * DAY, {"user_id": "jutta", "account_id": "club 1908", "value": 900}),
        ("view_item", 11 * DAY, {"user_id": "pit", "account_id": "school"}),
    ]
    for name, when, fields in club:
        source.add(name, when, fields)
    rules = [AccountRules()]
    book = book_of(tmp_path, source, accounts=lambda: rules[-1])
    before = book.columns()
    alone = readout(before)
    assert sorted(before.account_shards[0].persons.tolist()) == [1, 2, 3]
    rules.append(merged((1, 2)))
    one = book.columns()
    whole = JourneySettings(account_rules=rules[-1])
    assert readout(one) == readout(columns_in_memory(source, shipped_words(), whole))
    assert sorted(code for shard in one.account_shards for code in shard.persons) == [1, 3]
    rules.append(AccountRules())
    assert readout(book.columns()) == alone
    assert len(book.written.manifest.parts) == 3, "a decision cuts the companies concerned, not all"


def test_many_events_are_spread_over_shards_without_a_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people: list[list[Event]] = [
        [(name, hour * 3_600, {}) for hour, name in enumerate(NAMES[:4])] for _ in range(50)
    ]
    small = columns_of(people)
    monkeypatch.setattr("etappe.journeys.assembly.MANY", 10)
    monkeypatch.setattr("etappe.journeys.assembly.CHUNK", 33)
    monkeypatch.setattr("etappe.journeys.assembly.IN_MEMORY", 0)
    spread = book_of(tmp_path, source_of(people)).columns()
    assert len(spread.shards) == 16
    assert readout(spread) == readout(small)
    assert not list(tmp_path.rglob("*.spill"))


def test_of_many_events_a_sample_of_people_settles_the_guesses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[Event] = [
        ("produkt_gesehen", 0, {}),
        ("bestellung_abgeschickt", 60, {"order_id": None, "value": 100}),
    ]
    people = [*[events] * 30, [*events, ("nur_einmal", 90, {})]]
    whole = columns_of(people)
    monkeypatch.setattr("etappe.journeys.rebuild.SAMPLE", 20)
    told: list[str] = []
    book = book_of(tmp_path, source_of(people))
    sampled = book.columns(lambda phase, done, total: told.append(phase))
    assert sampled.words.conversion == whole.words.conversion == "bestellung_abgeschickt"
    assert set(sampled.words.touchpoints) == set(whole.words.touchpoints)
    assert readout(sampled) == readout(whole)
    assert readout(book_of(tmp_path, source_of(people)).columns()) == readout(whole)
