from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.analysis_shop import Touch, shop
from etappe.analysis.flow import Flow, FlowQuestion, flow
from etappe.analysis.scope import Scope
from etappe.analysis.where import All, AnyOf, Compare, Not, parse_where
from etappe.analysis.where_words import fitting
from etappe.base.errors import BadInput
from etappe.journeys.columns import AccountTraits, AccountWords, Columns, Unit


def asked(columns: Columns, where: str, within: Unit = "visit") -> Flow:
    return flow(columns, FlowQuestion(Scope(where=where), within=within))


def kept(columns: Columns, where: str, within: Unit = "visit") -> tuple[int, int]:
    answer = asked(columns, where, within)
    return answer.units, answer.basis.touches


def test_and_binds_closer_than_or_and_not_closest() -> None:
    assert parse_where("a = 1 or not b = 'x' and c in (1, 'y')") == AnyOf(
        (
            Compare("", "a", "=", (1.0,)),
            All((Not(Compare("", "b", "=", ("x",))), Compare("", "c", "in", (1.0, "y")))),
        )
    )


def test_keywords_are_read_in_any_case_and_names_may_have_blanks() -> None:
    assert parse_where("""Person."size of shoe" >= 42 AND x IS NOT NULL""") == All(
        (Compare("person", "size of shoe", ">=", (42.0,)), Not(Compare("", "x", "is null")))
    )


def test_a_dotted_name_that_is_no_owner_is_one_property() -> None:
    assert parse_where("address.city = 'Bremen'") == Compare("", "address.city", "=", ("Bremen",))


def test_a_quote_in_a_text_is_written_twice() -> None:
    assert parse_where("x = 'it''s'") == Compare("", "x", "=", ("it's",))


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("device = ", 10, "expected a value"),
        ("device = phone", 10, "expected a value"),
        ("device 'phone'", 8, "expected =, !="),
        ("device = 'phone", 10, "this text has no end"),
        ("(device = 'a'", 14, "expected `\\)`"),
        ("device = 'a' country = 'b'", 14, "expected `and`, `or` or the end"),
        ("device in 'a'", 11, "expected `\\("),
        ("device is 'a'", 11, "expected `null`"),
        ("device like 3", 13, "expected a text"),
        ("= 3", 1, "expected the name"),
        ("a = 1; drop table x", 6, "this is no name"),
        ("device = 'a' and", 17, "expected the name"),
    ],
)
def test_an_error_shows_the_place(text: str, position: int, says: str) -> None:
    with pytest.raises(BadInput, match=f"where: {says}.* at position {position}\\.") as caught:
        parse_where(text)
    line, caret = caught.value.message.splitlines()[1:]
    assert line == f"  {text}"
    assert caret.index("^") - 2 == position - 1


def test_brackets_nested_without_end_are_refused() -> None:
    with pytest.raises(BadInput, match="nested too deeply"):
        parse_where("(" * 5000 + "a = 1")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with suppress(BadInput):
        parse_where(text)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("x = 'phone'", ["phone"]),
        ("x != 'phone'", ["Phone", "phone app", "10", "9.5", "true", "a.c"]),
        ("x > 9", ["10", "9.5"]),
        ("x > '9'", ["Phone", "phone", "phone app", "10", "9.5", "true", "a.c"]),
        ("x = 10.0", ["10"]),
        ("x = '10.0'", []),
        ("x < 10", ["9.5"]),
        ("x like 'phone%'", ["phone", "phone app"]),
        ("x like 'a_c'", ["a.c"]),
        ("x like 'a.c'", ["a.c"]),
        ("x in ('phone', 10)", ["phone", "10"]),
        ("x not in ('phone', 10)", ["Phone", "phone app", "9.5", "true", "a.c"]),
        ("x = true", ["true"]),
        ("x is null", [None]),
        ("x is not null", ["phone", "Phone", "phone app", "10", "9.5", "true", "a.c"]),
    ],
)
def test_a_comparison_fits_words(condition: str, words: list[str | None]) -> None:
    known = [None, "phone", "Phone", "phone app", "10", "9.5", "true", "a.c"]

    def fits(item: object) -> list[bool]:
        match item:
            case Compare():
                return [bool(fit) for fit in fitting(known, item)]
            case Not(inner):
                return [not fit for fit in fits(inner)]
            case All(items):
                return [all(each) for each in zip(*map(fits, items), strict=True)]
        raise AssertionError

    found = [word for word, fit in zip(known, fits(parse_where(condition)), strict=True) if fit]
    assert sorted(map(str, found)) == sorted(map(str, words))


PHONE, DESKTOP = {"device": "phone"}, {"device": "desktop"}
MIXED = [
    Touch("home", 0),
    Touch("view_item", 10, extra=PHONE),
    Touch("view_item", 20, extra=DESKTOP),
    Touch("home", 5_000, visit=1, extra=DESKTOP),
    Touch("call", 9_000, visit=None, extra=PHONE),
    Touch("call", 9_500, visit=None),
]


def test_a_bare_name_keeps_a_visit_whole_by_its_first_touch_that_carries_it() -> None:
    columns = shop([MIXED])
    assert kept(columns, "device = 'phone'") == (1, 3)
    assert kept(columns, "device = 'desktop'") == (1, 1)
    assert kept(columns, "device is null") == (0, 0)


def test_a_touch_outside_visits_is_kept_by_its_own_value() -> None:
    columns = shop([MIXED])
    assert kept(columns, "device = 'phone'", "person") == (1, 4)
    assert kept(columns, "device is null", "person") == (1, 1)
    assert kept(columns, "device is null or device = 'desktop'", "journey") == (1, 2)


def test_not_keeps_everything_else() -> None:
    columns = shop([MIXED])
    assert kept(columns, "not device = 'phone'", "person") == (1, 2)
    assert kept(columns, "device != 'phone'", "person") == (1, 1)


def test_a_persons_property_is_the_latest_and_keeps_all_of_the_person() -> None:
    columns = shop([MIXED, [Touch("home", 0, extra=PHONE), Touch("home", 1, extra=DESKTOP)]])
    assert kept(columns, "person.device = 'phone'", "person") == (1, 6)
    assert kept(columns, "person.device = 'desktop'", "person") == (1, 2)
    assert kept(columns, "person.device = 'phone'") == (2, 4)


def test_a_journeys_property_is_that_of_its_first_touch_carrying_it() -> None:
    columns = shop(
        [
            [
                Touch("home", 0, extra=PHONE),
                Touch("home", 10, extra=DESKTOP, journey=1, visit=1),
                Touch("message_sent", 20, journey=None, visit=None, extra=PHONE),
            ]
        ]
    )
    assert kept(columns, "journey.device = 'phone'", "person") == (1, 1)
    assert kept(columns, "journey.device is not null", "journey") == (2, 2)


def test_conditions_hold_for_persons_whose_visits_overlap() -> None:
    overlapping = [
        Touch("home", 0, visit="a", extra=PHONE),
        Touch("home", 10, visit="b", extra=DESKTOP),
        Touch("view_item", 20, visit="a"),
        Touch("view_item", 30, visit="b"),
    ]
    columns = shop([overlapping, MIXED])
    assert columns.shards[0].rows < len(columns.shards[0].time_us)
    assert kept(columns, "device = 'desktop'", "person") == (2, 3)
    assert kept(columns, "person.device = 'desktop'", "visit") == (2, 4)
    assert kept(columns, "journey.device = 'phone'", "person") == (2, 4 + 6)
    gaps = {
        (edge.from_, edge.to): edge.median_seconds
        for edge in asked(columns, "device = 'phone' and person.device = 'desktop'", "person").edges
    }
    assert gaps["home", "view_item"] == 20.0


def test_built_in_names_and_money_can_be_asked_for() -> None:
    columns = shop([[Touch("home", 0, channel="email"), Touch("purchase", 9, value=4_999)], MIXED])
    assert kept(columns, "channel = 'email'") == (1, 2)
    assert kept(columns, "event = 'view_item'") == (0, 0)
    assert kept(columns, "value >= 49.99") == (1, 2)
    assert kept(columns, "value > 49.99") == (0, 0)
    assert kept(columns, "journey.stage = 'before'", "journey") == (2, 8)


def test_an_accounts_property_reaches_its_touches_in_the_persons_columns() -> None:
    person = [Touch("home", 0, extra={"branch": "club"}), Touch("home", 10)]
    other = [Touch("home", 0), Touch("view_item", 5)]
    columns = shop([person, other], accounts=[person])
    assert kept(columns, "account.branch = 'club'", "person") == (1, 2)
    assert kept(columns, "account.branch = 'club'", "account") == (1, 2)
    assert kept(columns, "person.branch = 'club'", "account") == (1, 2)
    assert kept(columns, "person.branch = 'pub'", "account") == (0, 0)


CLUB, PUB = {"branch": "club", "size": "XL"}, {"branch": "pub"}
TRAITS: AccountWords = {
    "id": {0: ("tsv",), 1: ("linde",)},
    "industry": {0: ("Sport",), 1: ("Gastronomie",)},
    "size": {0: ("140",)},
    "ship_to": {0: ("Bremen", "Leipzig"), 1: ("Bremen",)},
}
INDUSTRIES = st.sampled_from(["Sport", "Schule", "Gastronomie"])


def with_traits(columns: Columns, traits: AccountWords) -> Columns:
    """The first persons are the companies: their touches are the same events."""
    [shard] = columns.account_shards
    shard = replace(shard, seq=np.arange(1, len(shard.seq) + 1, dtype=np.uint32))
    known = AccountTraits(1, lambda: traits)
    return replace(columns, account_shards=(shard,), account_traits=known, notes={})


def companies(traits: AccountWords = TRAITS) -> Columns:
    tsv, linde = [Touch("home", 0, extra=CLUB), Touch("home", 10)], [Touch("home", 5, extra=PUB)]
    return with_traits(shop([tsv, linde, [Touch("home", 9)]], accounts=[tsv, linde]), traits)


@pytest.mark.parametrize(
    ("where", "units", "touches"),
    [
        ("account.industry = 'Sport'", 1, 2),
        ("account.industry != 'Sport'", 1, 1),
        ("not account.industry = 'Sport'", 2, 2),
        ("account.industry like 'Gast%'", 1, 1),
        ("account.size > 100", 1, 2),
        ("account.size is null", 1, 1),
        ("account.ship_to = 'Bremen'", 2, 3),
        ("account.ship_to = 'Leipzig' or account.id = 'linde'", 2, 3),
        ("account.credit_limit is null", 2, 3),
        ("account.branch = 'club' and account.industry = 'Sport'", 1, 2),
    ],
)
def test_what_is_known_of_a_company_keeps_all_its_touches(
    where: str, units: int, touches: int
) -> None:
    assert kept(companies(), where, "person") == (units, touches)


def test_an_attribute_comes_before_a_property_of_touches_unless_no_company_has_it() -> None:
    assert kept(companies(), "account.size = 'XL'", "person") == (0, 0)
    without = {name: told for name, told in TRAITS.items() if name != "size"}
    assert kept(companies(without), "account.size = 'XL'", "person") == (1, 2)
    assert kept(companies(), "account.industry = 'Sport'", "account") == (1, 2)


def test_an_unknown_attribute_is_told_with_those_of_companies() -> None:
    with pytest.raises(BadInput, match="where: 'industri' is unknown") as caught:
        asked(companies(), "account.industri = 'Sport'")
    assert caught.value.next_step.startswith("Known: industry")
    with pytest.raises(BadInput, match="'industry' is unknown"):
        asked(companies(), "person.industry = 'Sport'")


@given(
    st.lists(st.tuples(st.integers(1, 3), st.none() | INDUSTRIES), min_size=1, max_size=5),
    st.integers(1, 3),
)
def test_conditions_on_companies_agree_with_a_look_at_every_touch(
    told: list[tuple[int, str | None]], shards: int
) -> None:
    people = [[Touch("home", at) for at in range(count)] for count, _ in told]
    industry = {at: (word,) for at, (_, word) in enumerate(told) if word}
    columns = with_traits(shop(people, shards=shards, accounts=people), {"industry": industry})
    for where, fits in (
        ("account.industry = 'Sport'", lambda word: word == "Sport"),
        ("account.industry is not null", lambda word: word is not None),
        (
            "not account.industry in ('Sport', 'Schule')",
            lambda word: word not in ("Sport", "Schule"),
        ),
    ):
        naive = [count for count, word in told if fits(word)]
        assert kept(columns, where, "person") == (len(naive), sum(naive))
        assert kept(columns, where, "account") == (len(naive), sum(naive))


def test_an_unknown_property_is_told_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="where: 'devise' is unknown") as caught:
        asked(shop([MIXED]), "devise = 'phone'")
    assert caught.value.next_step.startswith("Known: device")
