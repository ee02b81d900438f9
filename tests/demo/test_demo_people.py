"""Behind the figures of the demo shop stand exactly the people they count; Susa reads as the tour tells her."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.demo_shop_asked import Asked
from etappe.app.demo import DEMO_SHOP
from etappe.app.house import opened
from etappe.app.person import person_page

STEPS = "steps=view_item&steps=begin_checkout&steps=purchase"


@pytest.fixture(scope="module")
def shop(demo_data: Path) -> Iterator[Asked]:
    with opened(demo_data) as house:
        yield Asked(house.shop(DEMO_SHOP))


def people_of(shop: Asked, **params: Any) -> Any:
    """The answer; `name` may be one or several."""
    return shop.shop.ask("people", params)


@pytest.mark.parametrize("per", ["visit", "journey", "person"])
def test_the_people_lost_on_phones_in_march_are_those_of_the_funnel(shop: Asked, per: str) -> None:
    steps = ("view_item", "begin_checkout", "purchase")
    asked = {"steps": steps, "within": "1d", "per": per, "by": "device"}
    funnel = shop.ask("funnel", "2026-03-03/2026-03-30", **asked)
    phone = next(group for group in funnel.groups if group.value == "phone")
    q = f"{STEPS}&within=1d&per={per}&by=device&from=2026-03-03&to=2026-03-30"
    for part, count in (
        ("reached", phone.steps[2].persons),
        ("lost", phone.steps[1].persons - phone.steps[2].persons),
    ):
        found = people_of(shop, of="funnel", q=q, part=part, step=3, value="phone")
        assert found.count == count > 0
        assert found.total == count or per != "person"
        assert found.total > 0
        assert "im Trichter auf dem Handy" in found.sentence("de")


def test_the_people_of_edges_paths_and_nodes_are_those_of_the_figures(shop: Asked) -> None:
    for unit in ("visit", "person"):
        flow = shop.ask("flow", within=unit, level="touchpoint")
        q = f"within={unit}&level=touchpoint"
        for edge in flow.edges[:3]:
            found = people_of(shop, of="flow", q=q, part="edge", name=(edge.from_, edge.to))
            assert (found.count, found.total) == (edge.count, edge.persons)
        node = flow.nodes[2]
        found = people_of(shop, of="flow", q=q, part="node", name=node.name)
        assert (found.count, found.total) == (node.touches, node.persons)
        paths = shop.ask("paths", per=unit, level="touchpoint")
        for path in paths.paths[:3]:
            q_paths = f"per={unit}&level=touchpoint"
            found = people_of(shop, of="paths", q=q_paths, part="path", name=path.path)
            assert (found.count, found.total) == (path.count, path.persons)


@pytest.mark.parametrize("model", ["aida", "hubspot_7"])
def test_the_people_of_stages_are_those_of_the_figures(shop: Asked, model: str) -> None:
    stages = shop.ask("stages", stages=model)
    for stage in stages.stages:
        for part, count in (("stage", stage.persons), ("now", stage.now), ("stopped", stage.stops)):
            found = people_of(shop, of="stages", q=f"stages={model}", part=part, name=stage.name)
            assert found.count == count
    for move in stages.moves[:4]:
        found = people_of(
            shop, of="stages", q=f"stages={model}", part="move", name=(move.from_, move.to)
        )
        assert (found.count, found.total) == (move.count, move.persons)


def test_the_people_of_kpis_are_those_of_the_figures(shop: Asked) -> None:
    kpis = shop.kpis("device = 'phone'", "2026-03-01/2026-03-31")
    q = "where=device+%3D+'phone'&from=2026-03-01&to=2026-03-31"
    for part, count in (
        ("persons", kpis.persons), ("visits", kpis.visits), ("orders", kpis.orders),
        ("converted", kpis.visits_converted), ("carts_abandoned", kpis.carts_abandoned),
        ("orders_returned", kpis.orders_returned), ("customers", kpis.customers),
    ):  # fmt: skip
        found = people_of(shop, of="kpis", q=q, part=part)
        assert found.count == count, part
    for source in kpis.sources[:4]:
        found = people_of(shop, of="kpis", q=q, part="source", name=source.channel)
        assert (found.count, found.total) == (source.visits, source.persons)


@pytest.mark.parametrize("known", ["susa", "SUSA", "sus"])
def test_susa_is_found_by_her_key_and_its_beginning(shop: Asked, known: str) -> None:
    (row,) = people_of(shop, search=known).people
    assert (row.known, row.orders, row.devices) == ("s…a", 1, ("phone", "desktop"))
    order = next(
        key.shown for key in person_page(shop.shop, "susa", {}).keys if key.kind == "order"
    )
    assert people_of(shop, search=order).people == (row,)


def test_susa_reads_as_the_tour_tells_her_from_the_ad_to_the_five_stars(shop: Asked) -> None:
    page = person_page(shop.shop, "susa", {}, opened=True)
    assert page.sentence("de") == (
        "Susa sah am Dienstag, 5.\u00a0Mai, die Anzeige „milo-meisterwurf“ auf dem Handy, tippte am "
        "Donnerstag am Computer „Milo“, nahm den Vorschlag „Milo Hardenberg“ und kaufte um 20:09 Uhr "
        "„Gedenkmünze ‚Meisterwurf‘ (Milo Hardenberg)“ für 50,00\u00a0€ mit PayPal. Bezahlt 20:10, "
        "Freitag gepackt 7:40, unterwegs 13:25, Samstag 11:20 da; eine Woche später fünf Sterne."
    )
    assert page.sentence("en").startswith(
        "Susa saw the ad “milo-meisterwurf” on the phone on Tuesday"
    )
    kinds = [entry.kind for entry in page.timeline]
    assert kinds == ["contact", "visit", "visit", "order", "visit", "visit"]
    order = next(entry.order for entry in page.timeline if entry.order)
    (parcel,) = order.parcels
    assert (parcel.carrier, parcel.promised, str(parcel.promised_by)) == (
        "DHL",
        "2–3 Tage",
        "2026-05-11",
    )
    assert parcel.late_days == 0
    assert [message.name for message in order.messages] == ["order_confirmed"]
    assert [(journey.open, bool(journey.converted_at)) for journey in page.journeys] == [
        (False, True)
    ]


def test_until_she_is_opened_nothing_on_her_page_names_her(shop: Asked) -> None:
    page = person_page(shop.shop, "susa", {})
    assert (page.known, page.called, page.opened) == ("s…a", "S…a", False)
    told = f"{page.sentence('de')} {page.traits} {page.keys} {page.timeline}"
    assert "Susa" not in told
    assert "'susa'" not in told
    assert {trait.name for trait in page.traits if trait.personal} == {"name", "buys_for"}


def test_a_parcel_of_the_late_carrier_in_december_is_late_by_its_promise(shop: Asked) -> None:
    late = people_of(shop, of="kpis", q="from=2025-12-08&to=2025-12-14", part="orders", limit=40)
    days = [
        parcel.late_days
        for row in late.people
        for entry in person_page(shop.shop, str(row.person), {}).timeline
        if entry.order
        for parcel in entry.order.parcels
        if parcel.shipped_at and "2025-12-08" <= str(parcel.shipped_at)[:10] <= "2025-12-20"
    ]
    assert len(days) > 30
    assert sum(day is not None and day >= 2 for day in days) > len(days) / 3
