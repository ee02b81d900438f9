"""People: whatever a figure counts, the people behind it are exactly those it counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysis_draws import persons, shards_of
from analysis.analysis_shop import DAY, HOUR, Touch, shop
from etappe.analysis.catalog import ask, question_of
from etappe.analysis.coverage_orders import REASONS
from etappe.analysis.people import People, PeopleQuestion, people
from etappe.analysis.people_keys import PersonKey
from etappe.analysis.people_of import GROUPS, check_part, group_of, params_of
from etappe.analysis.people_rows import PersonRow
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES
from etappe.events.personal import masked
from etappe.journeys.columns import Columns

UNITS = ("visit", "journey", "person")


def keys_of(numbers: Sequence[int]) -> Mapping[int, Sequence[PersonKey]]:
    return {number: (PersonKey("user", f"kunde{number}"),) for number in numbers}


def asked(columns: Columns, of: str = "", q: str = "", part: str = "", **more: Any) -> People:
    question = PeopleQuestion(of=of, q=q, part=part, **more)
    group = None
    if of:
        check_part(of, question.asked_part())
        own = question_of(of, params_of(q))
        group = group_of(columns, of, own, question.asked_part())
    return people(columns, question, keys_of, group)


def figures(columns: Columns, of: str, q: str) -> Any:
    return ask(columns, question_of(of, params_of(q)))


def opened(columns: Columns, unit: str) -> Iterator[tuple[People, int, int | None]]:
    """Every figure that can be opened: the people, what the figure counts, its persons where it has them."""
    yield from _funnels(columns, unit)
    q = f"within={unit}"
    for collapse in ("", "&collapse=true"):
        flow = figures(columns, "flow", q + collapse)
        for node in flow.nodes:
            yield (
                asked(columns, "flow", q + collapse, "node", name=(node.name,)),
                node.touches,
                node.persons,
            )
        for edge in flow.edges:
            ends = (edge.from_, edge.to)
            yield asked(columns, "flow", q + collapse, "edge", name=ends), edge.count, edge.persons
        paths = figures(columns, "paths", f"per={unit}&steps=3{collapse}")
        for path in paths.paths:
            found = asked(columns, "paths", f"per={unit}&steps=3{collapse}", "path", name=path.path)
            yield found, path.count, path.persons
    yield from _stages(columns)
    yield from _kpis(columns)
    yield from _coverage(columns)


def _funnels(columns: Columns, unit: str) -> Iterator[tuple[People, int, int | None]]:
    if not columns.events:
        return
    steps = "&".join(f"steps={event}" for event in columns.events)
    q = f"{steps}&within=1000s&per={unit}&by=event"
    funnel = figures(columns, "funnel", q)
    same = unit == "person"
    for value, taken, everybody in [
        ("", funnel.steps, funnel.persons),
        *[(group.value, group.steps, group.persons) for group in funnel.groups],
    ]:
        before = everybody
        for number, step in enumerate(taken, 1):
            more = {"step": number, "value": value}
            got = asked(columns, "funnel", q, "reached", **more)
            yield got, step.persons, step.persons if same else None
            lost = before - step.persons
            yield asked(columns, "funnel", q, "lost", **more), lost, lost if same else None
            before = step.persons
    for week in figures(columns, "funnel", f"{q}&every=day").course:
        for number, reached in enumerate(week.steps, 1):
            day = {"step": number, "name": (week.from_,)}
            got = asked(columns, "funnel", f"{q}&every=day", "reached", **day)
            yield got, reached, reached if same else None


def _stages(columns: Columns) -> Iterator[tuple[People, int, int | None]]:
    stages = figures(columns, "stages", "")
    for stage in stages.stages:
        yield (
            asked(columns, "stages", "", "stage", name=(stage.name,)),
            stage.persons,
            stage.persons,
        )
        yield asked(columns, "stages", "", "now", name=(stage.name,)), stage.now, stage.now
        yield asked(columns, "stages", "", "stopped", name=(stage.name,)), stage.stops, None
    for move in stages.moves:
        ends = (move.from_, move.to)
        yield asked(columns, "stages", "", "move", name=ends), move.count, move.persons
    outside = stages.outside.persons
    yield asked(columns, "stages", "", "stage", name=("(outside)",)), outside, outside


def _coverage(columns: Columns) -> Iterator[tuple[People, int, int | None]]:
    coverage = figures(columns, "coverage", "")
    told = {one.reason: one.orders for one in coverage.reasons}
    yield asked(columns, "coverage", "", "seen"), coverage.seen, None
    yield asked(columns, "coverage", "", "unseen"), sum(told.values()), None
    for reason in REASONS:
        yield asked(columns, "coverage", "", "reason", name=(reason,)), told.get(reason, 0), None


def _kpis(columns: Columns) -> Iterator[tuple[People, int, int | None]]:
    kpis = figures(columns, "kpis", "")
    for part, count in {
        "visits": kpis.visits,
        "journeys": kpis.journeys,
        "orders": kpis.orders,
        "orders_returned": kpis.orders_returned,
        "converted": kpis.visits_converted,
        "conversions": kpis.conversions,
        "carts": kpis.carts,
        "carts_abandoned": kpis.carts_abandoned,
    }.items():
        yield asked(columns, "kpis", "", part), count, None
    for part in ("persons", "active_persons", "customers"):
        persons = getattr(kpis, part)
        yield asked(columns, "kpis", "", part), persons, persons
    for part, rate, of in (
        ("repeat", kpis.repurchase_rate, kpis.customers_old),
        ("repeat_naive", kpis.repurchase_rate_naive, kpis.customers),
    ):
        count = round((rate or 0) * of)
        yield asked(columns, "kpis", "", part), count, count
    over = round((kpis.conversion_rate_journeys or 0) * kpis.journeys_over)
    yield asked(columns, "kpis", "", "journeys_converted"), over, None
    active = round((kpis.conversion_rate_persons or 0) * kpis.active_persons)
    yield asked(columns, "kpis", "", "active_converted"), active, active
    for source in kpis.sources:
        name = (source.channel,)
        yield asked(columns, "kpis", "", "source", name=name), source.visits, source.persons
        yield asked(columns, "kpis", "", "source_conversions", name=name), source.conversions, None


@settings(max_examples=15)
@given(persons, shards_of, st.sampled_from(UNITS), st.booleans())
def test_the_people_behind_every_figure_are_those_it_counts(
    drawn: list[list[Touch]], assign: list[int], unit: str, still_open: bool
) -> None:
    columns = shop(drawn, shards=3, assign=assign[: len(drawn)], open_journeys=still_open)
    for found, count, persons_counted in opened(columns, unit):
        assert found.count == count, (found.of, found.part, found.group)
        if persons_counted is not None:
            assert found.total == persons_counted, (found.of, found.part, found.group)
        assert found.total == len(found.people)
        assert found.total <= count or found.unit == "person"


@settings(max_examples=30)
@given(persons, shards_of, st.sampled_from(["seen", "value"]), st.integers(1, 4))
def test_pages_end_to_end_are_the_whole_list_however_persons_lie_in_shards(
    drawn: list[list[Touch]], assign: list[int], sort: Any, limit: int
) -> None:
    columns = shop(drawn, shards=3, assign=assign[: len(drawn)])
    whole = asked(columns, sort=sort).people
    assert asked(shop(drawn), sort=sort).people == whole
    pages: list[PersonRow] = []
    cursor = ""
    while True:
        page = asked(columns, sort=sort, limit=limit, cursor=cursor)
        pages += page.people
        if page.next is None:
            break
        cursor = page.next
    assert tuple(pages) == whole
    keys = [str(row.last_seen) if sort == "seen" else row.value for row in whole]
    assert keys == sorted(keys, reverse=True)


SUSA = [
    Touch("home", 0, extra={"device": "phone"}),
    Touch("view_item", 2 * DAY / 1e6, visit=1, extra={"device": "desktop"}),
    Touch("purchase", (2 * DAY + HOUR) / 1e6, visit=1, value=5000, extra={"device": "desktop"}),
]
KAI = [Touch("view_item", 60, extra={"device": "phone"})]


def test_a_row_says_what_is_known_of_the_person() -> None:
    susa, kai = asked(shop([SUSA, KAI])).people
    assert (susa.person, susa.known, susa.known_by) == (0, "k…0", "user")
    assert (susa.visits, susa.orders, str(susa.value)) == (2, 1, "50.00")
    assert susa.devices == ("phone", "desktop")
    assert (susa.stage, susa.last_touch) == ("buying", "purchase")
    assert susa.first_seen == "2026-02-25T06:13:20Z"
    assert susa.last_seen == "2026-02-27T07:13:20Z"
    assert (kai.orders, kai.stage, kai.last_touch) == (0, "before", "view_item")


def test_the_sentence_says_who_they_are_and_what_they_ordered() -> None:
    columns = shop([SUSA, KAI])
    assert asked(columns).sentence("de") == (
        "2 Personen, davon 1 mit zusammen 1 Bestellung über 50,00\u00a0€."
    )
    lost = asked(columns, "funnel", "steps=view_item&steps=purchase", "lost", step=2)
    assert lost.sentence("en") == (
        "1 person lost in the funnel after “view_item (en)”, before “purchase (en)”, without an order so far."
    )
    for language in LANGUAGES:
        for found, _, _ in opened(columns, "person"):
            assert "{" not in found.sentence(language)


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"of": "cohort"}, "of"),
        ({"of": "funnel", "part": "node"}, "part"),
        ({"of": "funnel", "q": "steps=home", "part": "reached"}, "step"),
        ({"of": "funnel", "q": "steps=home", "part": "reached", "step": 2}, "step"),
        ({"of": "funnel", "q": "steps=home", "part": "reached", "step": 1, "value": "x"}, "value"),
        ({"of": "funnel", "q": "stps=home", "part": "reached", "step": 1}, "stps"),
        ({"of": "funnel", "q": "&&=", "part": "reached", "step": 1}, "q"),
        ({"of": "flow", "part": "edge", "name": ("home",)}, "name"),
        ({"of": "flow", "part": "node", "name": ("hme",)}, "name"),
        ({"of": "paths", "part": "path"}, "name"),
        ({"of": "stages", "part": "now", "name": ("nowhere",)}, "name"),
        ({"of": "kpis", "part": "source", "name": ("nowhere",)}, "name"),
        ({"of": "kpis", "part": "persons", "scope": Scope(from_="2026-01-01")}, "of"),
        ({"part": "persons"}, "of"),
        ({"limit": 0}, "limit"),
        ({"cursor": "later"}, "cursor"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_the_next_step(
    given_: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        asked(shop([SUSA, KAI]), **given_)
    assert refused.value.field == field
    assert refused.value.next_step


def test_every_part_is_opened_by_these_tests() -> None:
    columns = shop([SUSA, KAI])
    seen = {(found.of, found.part) for found, _, _ in opened(columns, "visit")}
    assert seen == {(of, part) for of, (parts, _) in GROUPS.items() for part in parts}


def test_the_people_of_an_account_are_those_whose_touches_it_has() -> None:
    club = [Touch("view_item", 0), Touch("purchase", 60, value=100)]
    columns = shop([SUSA, KAI], accounts=[club])
    # The account's touches are those with the arrival numbers 1 and 2: Susa's.
    found = asked(
        columns, "funnel", "steps=view_item&steps=purchase&per=account", "reached", step=2
    )
    assert (found.count, found.unit, [row.person for row in found.people]) == (1, "account", [0])


def test_a_key_is_masked_so_that_nobody_can_be_known_by_it() -> None:
    assert [masked(word) for word in ("susa", "K12345", "ab", "x")] == ["s…a", "K…5", "…", "…"]
