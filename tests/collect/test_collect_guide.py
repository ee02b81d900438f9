"""Runs every command of docs/guide/import.md, on real or made files of the names used there."""

import json
import re
import shlex
import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from collect.import_sink import DiskSink, written
from etappe.collect.columns.mapping_file import parse_mapping, ready_mappings
from etappe.collect.importing import plan_import, run_import
from etappe.collect.options import ImportOptions
from etappe.collect.preview import preview_text
from etappe.collect.report import ImportReport

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
GUIDE = (ROOT / "docs" / "guide" / "import.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
    if "--dry-run" not in line
]

SHOPIFY = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Shipping Country,Cancelled at,Payment Method,Phone
#1001,susa@mail.example,paid,2026-05-05 20:10:00 +0200,fulfilled,2026-05-08 13:25:00 +0200,EUR,50.00,50.00,,2026-05-05 20:09:00 +0200,1,Gedenkmünze,DE,,PayPal,
#1001,susa@mail.example,,,,,,,,,2026-05-05 20:09:00 +0200,1,Retro-Schal 1974,,,,
#1002,leo@mail.example,refunded,2026-05-06 10:00:00 +0200,,,EUR,27.95,27.95,HAFEN,2026-05-06 09:59:00 +0200,1,Cap,AT,2026-05-07 08:00:00 +0200,Klarna,
"""
ANY_ORDERS = """Bestellnummer;Kundennummer;E-Mail;Bestelldatum;Betrag;Bezahlt am;Versanddatum;Zugestellt am;Status
B-1;4711;susa@mail.example;05.05.2026 20:09;50,00 €;05.05.2026 20:10;08.05.2026 13:25;09.05.2026 11:20;abgeschlossen
B-2;4712;leo@mail.example;06.05.2026 09:59;1.290,00 €;;;;offen
"""
SHOP = "customer,action,at,amount\nu1,view,2026-01-01 10:00:00,\nu1,purchase,2026-01-01 10:05:00,50.00\n"
LOG = '203.0.113.7 - - [{day}/May/2026:10:00:00 +0200] "GET /warenkorb HTTP/1.1" 200 5 "-" "Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0"\n'


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that the guide names."""
    folder = tmp_path_factory.mktemp("guide")
    written(folder, "shop.csv", SHOP)
    written(folder, "orders_export.csv", SHOPIFY)
    written(folder, "bestellungen.csv", ANY_ORDERS.encode("cp1252"))
    written(
        folder,
        "werbung.csv",
        "Tag;Kanal;Kampagne;Impressionen;Klicks;Kosten\n01.06.2026;paid_social;Sommer;1.000;10;12,50\n",
    )
    for day, name in ((7, "access.log"), (6, "access.log.1"), (5, "access.log.2.gz")):
        written(folder, name, LOG.format(day=f"{day:02}"))
    orders = (DATA / "payloads" / "woocommerce_v3_docs" / "_orders.md").read_text("utf-8")
    listed = next(
        block
        for block in re.findall(r"```json\n(.*?)```", orders, re.DOTALL)
        if block.startswith("[")
    )
    written(folder, "woocommerce_orders.json", listed)
    sample = (DATA / "payloads" / "ga4_dbt" / "unit_tests__test_stg_ga4__events.example").read_text(
        "utf-8"
    )
    found = re.search(r'SOURCE_JSON = """(.*?)"""', sample, re.DOTALL)
    assert found
    written(folder, "ga4_events.jsonl", json.dumps(json.loads(found[1])) + "\n")
    for name in ("olist", "otto_sample", "online_retail_ii"):
        shutil.copytree(DATA / name, folder / name)
    shutil.copytree(ROOT / "docs", folder / "docs")
    return folder


def carried_out(command: str, folder: Path, sink: DiskSink) -> ImportReport:
    """What `etappe import` does with these words."""
    words = shlex.split(command)
    assert words[:2] == ["etappe", "import"]
    flags: dict[str, Any] = {}
    files: list[Path] = []
    rest = iter(words[2:])
    for word in rest:
        if word.startswith("--"):
            flags[word[2:].replace("-", "_")] = next(rest)
        else:
            files.append(folder / word)
    if flags.get("mapping", "").endswith(".toml"):
        flags["mapping"] = str(folder / flags["mapping"])
    options = ImportOptions(rejects_dir=folder, **flags)
    assert preview_text(plan_import(files, None, options))
    return run_import(files, None, sink, lambda *_: None, options)


# Event names and how many of them, by a word of the command.
EXPECTED: dict[str, dict[str, int]] = {
    "olist.toml": {"purchase": 22870, "order_delivered": 22461, "review_posted": 6866},
    "otto.toml": {"view_item": 800, "add_to_cart": 52, "purchase": 10},
    "online_retail.toml": {"purchase": 525461 - 10206, "refund": 10206},
    "partial": {"purchase": 240007},
    "shopify_orders": {"purchase": 2, "order_paid": 2, "order_shipped": 1, "order_cancelled": 1},
    "woocommerce_orders": {"purchase": 2, "order_paid": 1, "order_completed": 1},
    "ga4_bigquery": {"first_visit": 1},
    "any_orders": {"purchase": 2, "order_paid": 1, "order_shipped": 1, "order_delivered": 1},
    "combined": {"view_cart": 3},
    "shop.csv": {"view": 1, "purchase": 1},
    "advertising": {},
}


@pytest.fixture(scope="module")
def olist(shop_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The events of Olist by the guide's command."""
    sink = DiskSink(tmp_path_factory.mktemp("olist") / "sink")
    carried_out(next(command for command in COMMANDS if "olist.toml" in command), shop_folder, sink)
    found = sink.names()
    assert {name: found[name] for name in EXPECTED["olist.toml"]} == EXPECTED["olist.toml"]
    return sink.events()


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if "olist.toml" not in c], ids=lambda command: command[14:60]
)
def test_each_command_of_the_guide_does_what_it_says(
    command: str, shop_folder: Path, tmp_path: Path
) -> None:
    sink = DiskSink(tmp_path / "sink")
    report = carried_out(command, shop_folder, sink)
    assert report.rejected == 0
    expected = next(counts for word, counts in EXPECTED.items() if word in command)
    if expected:
        found = sink.names()
        assert {name: found[name] for name in expected} == expected
    else:
        assert report.advertising_days == 1


def test_an_order_of_olist_is_told_from_purchase_to_review(olist: list[dict[str, Any]]) -> None:
    orders = Counter(e["order_id"] for e in olist)
    assert len(orders) == 22870
    assert len({e["user_id"] for e in olist}) == 22684
    delivered = [e for e in olist if e["name"] == "order_delivered"]
    late = sum(e["properties"]["late"] for e in delivered)
    assert (len(delivered), round(late / len(delivered) * 100, 2)) == (22461, 7.90)
    scores = {
        e["order_id"]: e["properties"]["score"] for e in olist if e["name"] == "review_posted"
    }
    assert set(scores.values()) == {1, 2, 3, 4, 5}


def test_invoices_of_online_retail_count_once_and_copies_are_reported(tmp_path: Path) -> None:
    sink = DiskSink(tmp_path / "sink")
    path = DATA / "online_retail_ii" / "online_retail_II_2009-2010.parquet"
    report = run_import([path], None, sink, lambda *_: None, ImportOptions(rejects_dir=tmp_path))
    assert (report.events, report.files[0].repeated) == (525461, 6865)
    assert sink.distinct("order_id") == 28816
    assert sink.distinct("user_id") == 4383
    assert sink.span() == ("2009-12-01 07:45:00", "2010-12-09 20:01:00")


def test_the_ready_mappings_are_all_in_the_guide() -> None:
    assert all(f"--mapping {name}" in GUIDE for name in ready_mappings())


def test_the_mapping_files_shown_in_the_guide_are_valid() -> None:
    shown = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(shown) >= 2
    for text in shown:
        assert parse_mapping(tomllib.loads(text), "guide")


def test_a_shopify_order_has_its_value_once(shop_folder: Path, tmp_path: Path) -> None:
    sink = DiskSink(tmp_path / "sink")
    carried_out("etappe import orders_export.csv --mapping shopify_orders", shop_folder, sink)
    first = [e for e in sink.events() if e["order_id"] == "#1001"]
    assert [(e["name"], e["occurred_at"], e.get("value")) for e in first] == [
        ("purchase", "2026-05-05 18:09:00", 5000),
        ("order_paid", "2026-05-05 18:10:00", None),
        ("order_shipped", "2026-05-08 11:25:00", None),
    ]
    assert first[0]["email"] == "susa@mail.example"
    assert first[0]["properties"]["payment_method"] == "PayPal"


def test_a_shopify_order_of_the_api_has_its_fulfilment_and_refund(tmp_path: Path) -> None:
    order = json.loads((DATA / "payloads" / "shopify_rest" / "orders.json").read_text("utf-8"))[
        "orders"
    ][0]
    order["refunds"] = [
        {
            "created_at": "2008-01-12T00:00:00Z",
            "transactions": [{"amount": "10.00", "currency": "USD"}],
        }
    ]
    path = written(tmp_path, "orders.json", json.dumps({"orders": [order]}, indent=2))
    sink = DiskSink(tmp_path / "sink")
    run_import(
        [path],
        None,
        sink,
        lambda *_: None,
        ImportOptions(mapping="shopify_orders", rejects_dir=tmp_path),
    )
    told = [(e["name"], e.get("value"), e["order_id"]) for e in sink.events()]
    assert ("purchase", 59894, "#1001") in told
    assert ("refund", 1000, "#1001") in told
