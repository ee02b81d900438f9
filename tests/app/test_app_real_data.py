"""Real data sets from file to figure: the answers that others published, through our whole line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.app.shop import Shop
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions
from etappe.collect.report import ImportReport

MAPPINGS = Path("docs/guide/mappings")
OLIST = ("orders", "customers", "order_payments", "order_items", "products", "order_reviews")
HOUR, DAY = 3_600, 86_400


def bring(house: House, name: str, files: list[Path], options: ImportOptions) -> ImportReport:
    shop = house.shop(name, create=True)
    return run_import(files, None, Intake(shop), lambda *_: None, options)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("real"))
    yield house
    house.close()


@pytest.fixture(scope="module")
def olist(house: House, real_data: Path) -> Shop:
    files = [real_data / "olist" / f"{name}.parquet" for name in OLIST]
    report = bring(house, "olist", files, ImportOptions(mapping=str(MAPPINGS / "olist.toml")))
    assert report.rejected == 0
    return house.shop("olist")


def within_order(shop: Shop, first: str, second: str, **more: str) -> tuple[int, float]:
    """Journeys that get from one step to the other, and the median time between."""
    params = {"steps": [first, second], "per": "journey", "within": "400d", **more}
    step = shop.ask("funnel", params).steps[1]
    return step.persons, step.median_seconds_from_previous


def test_olist_orders_move_as_published(olist: Shop) -> None:
    kpis = olist.ask("kpis", {})
    assert kpis.orders == 22_870
    assert kpis.persons == 22_684
    _, approval = within_order(olist, "purchase", "order_paid")
    _, carrier = within_order(olist, "order_paid", "order_shipped")
    delivered, customer = within_order(olist, "order_shipped", "order_delivered")
    assert approval == pytest.approx(0.35 * HOUR, rel=0.03)
    assert carrier == pytest.approx(1.81 * DAY, rel=0.03)
    assert customer == pytest.approx(7.08 * DAY, rel=0.02)
    assert delivered == pytest.approx(22_461, rel=0.005)


def test_olist_late_orders_are_the_share_that_was_published(olist: Shop) -> None:
    flow = olist.ask("flow", {"level": "late", "within": "journey"})
    late = sum(node.touches for node in flow.nodes if node.name == "true")
    in_time = sum(node.touches for node in flow.nodes if node.name == "false")
    assert late + in_time > 0
    delivered = (
        olist.ask("funnel", {"steps": ["order_delivered"], "per": "journey"}).steps[0].persons
    )
    where = {"steps": ["order_delivered"], "per": "journey", "where": "journey.late = true"}
    share = olist.ask("funnel", where).steps[0].persons / delivered
    assert share == pytest.approx(0.0790, abs=0.003)


def test_olist_reviews_tell_of_lateness(olist: Shop) -> None:
    """Mean stars of delivered orders: in time 4.29, late 2.48 on this part of the data."""

    def mean_stars(late: str) -> float:
        levels = olist.ask(
            "flow", {"level": "score", "within": "journey", "where": f"journey.late = {late}"}
        )
        stars = {node.name: node.touches for node in levels.nodes if node.name in set("12345")}
        mean: float = sum(int(star) * count for star, count in stars.items()) / sum(stars.values())
        return mean

    assert mean_stars("false") == pytest.approx(4.2884, abs=0.05)
    assert mean_stars("true") == pytest.approx(2.4835, abs=0.08)


def test_every_stage_model_draws_olist_with_the_same_totals(olist: Shop) -> None:
    seen = set()
    for key in olist.columns().words.models:
        drawn = olist.draw({"stages": key, "language": "en"})
        seen.add((drawn.orders, drawn.value, drawn.basis.journeys, drawn.basis.touches))
    assert len(seen) == 1


def test_otto_sessions_are_flattened_and_their_words_guessed(house: House, real_data: Path) -> None:
    file = real_data / "otto_sample" / "train.jsonl"
    bring(house, "otto", [file], ImportOptions(mapping=str(MAPPINGS / "otto.toml")))
    shop = house.shop("otto")
    nodes = {node.name: node.touches for node in shop.ask("flow", {"within": "person"}).nodes}
    touches = sorted(nodes[name] for name in nodes if not name.startswith("("))
    assert touches == [10, 52, 800]
    assert nodes["(start)"] == 20
    assert shop.ask("kpis", {}).orders == 10


def test_online_retail_keeps_every_line_and_counts_invoices(house: House, real_data: Path) -> None:
    file = real_data / "online_retail_ii" / "online_retail_II_2009-2010.parquet"
    options = ImportOptions(mapping=str(MAPPINGS / "online_retail.toml"))
    report = bring(house, "retail", [file], options)
    again = bring(house, "retail", [file], options)
    assert again.events == 0
    assert again.files[0].already
    shop = house.shop("retail")
    assert shop.events.last_seq() == report.events
    assert report.files[0].rows == 525_461
    assert shop.ask("kpis", {}).orders > 20_000
