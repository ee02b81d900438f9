"""The shop's country: phone numbers of the past are read in it as if it had always been known, and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.privacy_cast import HOUR, NOON, SUSA_PHONE, columns, furnished
from etappe.app.country import change_country, country_choices, phone_numbers
from etappe.app.forgetting import forget
from etappe.app.house import House
from etappe.app.identity import identity
from etappe.app.settings import change_settings, settings_view
from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.identity.current import current_spans
from etappe.store.events import EventStore
from etappe.store.events.hashing import Hashing
from etappe.store.events.values import NewDecision

HOME, ABROAD = "0421 5550143", "+49 421 5550143"
EVENTS = (
    {"user_id": "susa", "phone": HOME, "name": "purchase"},
    {"phone": ABROAD, "name": "call"},
    {"anonymous_id": "browser-2", "phone": "0049 (421) 555 0143", "name": "call"},
    {"user_id": "kai", "phone": "0421 777888", "name": "purchase"},
    {"phone": "0170 1234567", "name": "call"},
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def shop(house: House) -> Shop:
    opened = house.shop("laden", create=True)
    opened.events.append(columns(*EVENTS))
    return opened


def persons(events: EventStore) -> set[frozenset[str]]:
    """Which events are one person's."""
    core, spans = events.core(1, events.last_seq() + 1), current_spans(events)
    whose = spans.person_of(core.key, core.occurred_us)
    together: dict[int, set[str]] = {}
    for seq, person in zip(core.seq.tolist(), whose.tolist(), strict=True):
        together.setdefault(person, set()).add(events.rows(np.array([seq]))[0]["event_id"])
    return {frozenset(one) for one in together.values()}


def test_two_spellings_meet_once_the_country_is_known_and_part_when_it_is_not(shop: Shop) -> None:
    assert persons(shop.events) == {
        frozenset({"e-0"}), frozenset({"e-1", "e-2"}), frozenset({"e-3"}), frozenset({"e-4"}),
    }  # fmt: skip
    before = persons(shop.events)
    done = change_country(shop, "de")
    assert (done.rehashed, done.lost) == (4, 0)
    assert persons(shop.events) == {
        frozenset({"e-0", "e-1", "e-2"}), frozenset({"e-3"}), frozenset({"e-4"}),
    }  # fmt: skip
    assert shop.book.person_of(ABROAD) == shop.book.person_of("susa")
    shop.events.append(
        columns({"phone": "421 5550143", "name": "call"}, mark="n", start=NOON + HOUR)
    )
    assert len(shop.events.keys()) == 7
    assert shop.book.person_of("+49 (0) 421 / 555-0143") == shop.book.person_of("susa")
    change_country(shop, "")
    # What arrived meanwhile is of the key that the number had then.
    assert persons(shop.events) == before - {frozenset({"e-0"})} | {frozenset({"e-0", "n-0"})}


def test_a_country_from_the_start_and_one_later_give_the_same_people(tmp_path: Path) -> None:
    @settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(_events, min_size=10, max_size=40), st.integers(0, 10**9))
    def holds(told: list[dict[str, Any]], number: int) -> None:
        found = []
        for country in ("DE", ""):
            path = tmp_path / f"{number}-{country}-{len(list(tmp_path.iterdir()))}.duckdb"
            store = EventStore.open(path, salt=b"s", country=country, vault=_Vault())
            store.append(columns(*told))
            if not country:
                store.private.rehash(Hashing(b"s", "DE"), lambda _: None)
            found.append(persons(store))
            store.close()
            path.unlink()
        assert found[0] == found[1]

    holds()


class _Vault:
    """Data keys in memory."""

    keeps_untold = True

    def __init__(self) -> None:
        self._keys: dict[int, bytes] = {}

    def made(self, numbers: Any) -> dict[int, bytes]:
        return {number: self._keys.setdefault(number, bytes(32)) for number in numbers}

    def known(self, numbers: Any) -> dict[int, bytes]:
        return {number: self._keys[number] for number in numbers if number in self._keys}


_WAYS = [
    f"{way}{number}"
    for number in ("4215550143", "1701234567", "30123456", "4012345")
    for way in ("0", "+49 ", "0049")
]
_events = st.fixed_dictionaries(
    {
        "name": st.just("call"),
        "phone": st.sampled_from(_WAYS),
    },
    optional={
        "user_id": st.sampled_from(("u1", "u2", "u3", "u4")),
        "anonymous_id": st.sampled_from(("a1", "a2", "a3", "a4")),
        "email": st.sampled_from(("a@x.example", "b@x.example")),
    },
)  # fmt: skip


def test_addresses_keep_their_hashes_and_numbers_without_original_stay(house: House) -> None:
    shop = furnished(house)
    refused = {
        "phone": "0421 99988",
        "email": "leo@jubel.example",
        "consent": "none",
        "name": "call",
    }
    shop.events.append(columns(refused, mark="leo"))
    kinds = shop.events.keys().kind.tolist()
    words = shop.events.keys().words
    emails = np.array([key for key, kind in enumerate(kinds) if kind == 3], np.int64)
    number = np.array(shop.events.keys().find("0421 99988"), np.int64)
    before = words(emails)
    told = phone_numbers(shop)
    assert (told.country, told.numbers, told.fixed) == (None, 2, 1)
    done = change_country(shop, "DE")
    assert (done.rehashed, done.lost) == (1, 1)
    assert words(emails) == before
    assert shop.events.keys().find("0421 99988") == []
    assert words(number) == [Hashing(shop.events.hashing.salt).phone("042199988")]
    assert shop.book.person_of("+49 421 5550143") == shop.book.person_of("kunde-4711")


def test_what_somebody_decided_about_either_spelling_holds(shop: Shop) -> None:
    keys = shop.events.keys()
    (home,), (abroad,), (mobile,) = map(keys.find, (HOME, ABROAD, "0170 1234567"))
    shop.events.decide(NewDecision("merge", "dieselbe", "nadja", abroad, mobile))
    change_country(shop, "DE")
    assert frozenset({"e-0", "e-1", "e-2", "e-4"}) in persons(shop.events)
    shop.events.decide(NewDecision("split", "geteiltes Telefon", "nadja", home, abroad))
    assert frozenset({"e-0"}) in persons(shop.events)


def test_why_two_numbers_are_one_says_itself(shop: Shop) -> None:
    change_country(shop, "DE")
    graph = identity(shop, "susa")
    (join,) = [one for one in graph.joins if one.why == "same_number"]
    assert join.state == "joins"
    assert "dieselbe Nummer" in join.sentences["de"]


def test_a_withdrawal_holds_for_every_spelling(shop: Shop) -> None:
    word = shop.events.hashing.phone(ABROAD)
    shop.records.withdrawals.note([("phone", word)], ["analytics"], NOON, "jens")
    change_country(shop, "DE")
    home = [("phone", shop.events.hashing.phone(HOME))]
    assert shop.records.withdrawals.holds(home, "analytics", NOON)
    assert not shop.records.withdrawals.holds([("phone", word + "x")], "analytics", NOON)


def test_the_forgotten_stay_away_however_their_number_is_written(house: House) -> None:
    shop = furnished(house)
    forget(shop, "kunde-4711", by="jens", reason="", later=True)
    change_country(shop, "DE")
    known = [("phone", "+49 (421) 555 01 43")]
    assert shop.forgotten.holds(known, NOON, shop.events.hashing.country)
    assert shop.forgotten.holds([("phone", SUSA_PHONE)], NOON, "DE")
    assert not shop.forgotten.holds([("phone", "+49 421 5550144")], NOON, "DE")


@pytest.mark.parametrize("hashed", [True, False])
def test_an_interrupted_change_is_ended_or_taken_back_whole(
    house: House, shop: Shop, hashed: bool
) -> None:
    salt = shop.events.hashing.salt
    shop.records.secrets.put(shop.NEXT_COUNTRY, b"DE")
    if hashed:
        shop.events.private.rehash(Hashing(salt, "DE"), lambda _: None)
    house.close_shop("laden")
    shop = house.shop("laden")
    assert (
        shop.records.settings().country == shop.events.hashing.country == ("DE" if hashed else "")
    )
    assert shop.records.secrets.get(shop.NEXT_COUNTRY) is None
    assert (shop.book.person_of(ABROAD) == shop.book.person_of("susa")) == hashed


@pytest.mark.parametrize(
    ("change", "country"),
    [
        ({"zone": "Europe/Berlin"}, "DE"),
        ({"zone": "Europe/Zurich"}, "CH"),
        ({"zone": "CET"}, None),
        ({"zone": "Europe/Berlin", "country": "at"}, "AT"),
        ({"title": "Laden"}, None),
    ],
)
def test_the_time_zone_brings_the_country_where_it_is_plain(
    shop: Shop, change: dict[str, str], country: str | None
) -> None:
    change_settings(shop, change)
    assert settings_view(shop).country == country


def test_a_chosen_country_stays_when_the_zone_changes_and_can_be_taken_away(shop: Shop) -> None:
    change_settings(shop, {"zone": "Europe/Vienna"})
    change_settings(shop, {"zone": "Europe/Berlin"})
    assert settings_view(shop).country == "AT"
    change_settings(shop, {"country": ""})
    assert settings_view(shop).country is None
    with pytest.raises(BadInput, match="ISO 3166"):
        change_settings(shop, {"country": "XX"})


def test_every_country_can_be_chosen() -> None:
    codes = [one.code for one in country_choices()]
    assert codes == sorted(codes)
    assert {"DE", "AT", "CH"} <= set(codes)
