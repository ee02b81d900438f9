"""Accounts: the list's order, pages, search and figures, against the touches by hand."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.analysis_shop import Touch, shop
from etappe.analysis.account_values import AccountName
from etappe.analysis.accounts import Accounts, AccountsQuestion, accounts
from etappe.analysis.scope import Scope
from etappe.base.errors import BadInput
from etappe.journeys.columns import Columns

HOUR = 3_600
TSV = [
    Touch("view_item", 0),
    Touch("add_to_cart", HOUR),
    Touch("purchase", 2 * HOUR, value=812_000),
]
LINDE = [Touch("view_item", 24 * HOUR), Touch("purchase", 72 * HOUR, value=1_000)]
KIEZ = [Touch("view_item", 240 * HOUR)]
NAMES = {
    0: AccountName("tsv", "TSV Ahornbach", "V-1", "Beate Vogt", "Sport", 4),
    1: AccountName("linde", members=1),
    2: AccountName("kiez", "Jugendzentrum", members=9),
    3: AccountName("still", "Aachen AG", members=2),
}


@pytest.fixture
def columns() -> Columns:
    made = shop([[*TSV], [*LINDE], [*KIEZ]], accounts=[TSV, LINDE, KIEZ])
    [shard] = made.account_shards
    return replace(made, account_shards=(replace(shard, touch_person=shard.seq.astype("int32")),))


def asked(columns: Columns, **params: Any) -> Accounts:
    return accounts(columns, AccountsQuestion(**params), NAMES)


def listed(answer: Accounts) -> list[str]:
    return [row.account for row in answer.accounts]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("value", ["tsv", "linde", "kiez", "still"]),
        ("seen", ["kiez", "linde", "tsv", "still"]),
        ("members", ["kiez", "tsv", "still", "linde"]),
        ("name", ["still", "kiez", "linde", "tsv"]),
    ],
)
def test_accounts_come_in_the_order_asked_page_by_page(
    columns: Columns, sort: str, order: list[str]
) -> None:
    first = asked(columns, sort=sort, limit=3)
    second = asked(columns, sort=sort, limit=3, cursor=first.next)
    assert [*listed(first), *listed(second)] == order
    assert second.next is None


def test_the_figures_are_those_of_the_touches(columns: Columns) -> None:
    made = asked(columns)
    assert (made.total, made.customers, made.orders, made.untouched) == (4, 2, 2, 1)
    assert str(made.value) == "8130.00"
    assert (made.ways, made.order_seconds_mean) == (2, (2 * HOUR + 48 * HOUR) / 2)
    assert [(row.orders, str(row.value), row.members) for row in made.accounts[:2]] == [
        (1, "8120.00", 4),
        (1, "10.00", 1),
    ]
    assert made.basis.touches == 6


def test_a_search_finds_parts_of_id_name_number_and_branch(columns: Columns) -> None:
    for text in ("AHORN", "v-1", "vogt", "sport", "tsv"):
        assert listed(asked(columns, search=text)) == ["tsv"]
    found = asked(columns, search="nothing")
    assert (found.total, found.sentence("en")) == (0, "0 accounts, without an order so far.")


def test_with_a_period_only_those_with_a_touch_in_it_are_there(columns: Columns) -> None:
    late = asked(columns, scope=Scope(from_="2026-03-01"))
    assert listed(late) == ["kiez"]
    assert late.untouched == 0


def test_what_cannot_be_is_said(columns: Columns) -> None:
    with pytest.raises(BadInput, match="limit"):
        asked(columns, limit=0)
    with pytest.raises(BadInput, match="cursor"):
        asked(columns, cursor="nonsense")


def test_the_sentence_tells_orders_and_the_way_to_them(columns: Columns) -> None:
    assert asked(columns).sentence("de") == (
        "4 Firmen, davon 2 mit zusammen 2 Bestellungen über 8.130,00\u00a0€. "
        "Ihr Weg zur Bestellung dauert im Mittel 1,0 Tage."
    )
