"""Coverage: every order is seen coming or has one reason, and every answer carries the same figure."""

from typing import Any

import pytest

from etappe.analysis.catalog import ANALYSES, ask, question_of
from etappe.analysis.coverage import CoverageAnswer
from etappe.analysis.people_group import Part
from etappe.analysis.people_of import group_of
from etappe.base.errors import BadInput
from etappe.journeys.columns import Columns
from journeys.journeys_fixture import Event, columns_of

MINUTE = 60
DAY = 86_400


def asked(columns: Columns, **params: Any) -> CoverageAnswer:
    answer = ask(columns, question_of("coverage", params))
    assert isinstance(answer, CoverageAnswer)
    return answer


def order(at: float, **fields: Any) -> Event:
    return ("purchase", at, {"value": 1000, **fields})


SEEN: list[Event] = [
    ("view_item", 0, {"anonymous_id": "b0"}),
    order(MINUTE, anonymous_id="b0", order_id="A0"),
]
UNSEEN: dict[str, Event] = {
    "unseen": order(DAY, user_id="u1", order_id="A1", source="shopify"),
    "no_consent": order(DAY, user_id="u2", order_id="A2", source="web", consent="none"),
    "imported": order(DAY, user_id="u3", order_id="A3", source="orders.csv"),
    "marketplace": order(DAY, user_id="u4", order_id="A4", source="server", channel="marketplace"),
    "store": order(DAY, user_id="u5", order_id="A5", source="pos"),
    "phone": order(DAY, user_id="u6", order_id="A6", channel="phone", source="erp"),
    "fair": order(DAY, user_id="u7", order_id="A7", channel="fair", source="erp"),
    "before": order(-DAY, user_id="u8", order_id="A8", source="shopify"),
    "staff": order(DAY, user_id="u9", order_id="A9", staff="Beate"),
}  # fmt: skip


@pytest.fixture(scope="module")
def columns() -> Columns:
    return columns_of([SEEN, *([event] for event in UNSEEN.values())])


def test_every_reason_is_found_and_they_add_up(columns: Columns) -> None:
    answer = asked(columns)
    assert {row.reason: row.orders for row in answer.reasons} == dict.fromkeys(UNSEEN, 1)
    assert (answer.orders, answer.seen, answer.coverage) == (10, 1, 0.1)
    assert answer.seen + sum(row.orders for row in answer.reasons) == answer.orders
    assert answer.value == 100
    assert answer.value_seen == 10
    assert all(row.value == 10 for row in answer.reasons)
    assert "10 %" in answer.sentence("de").replace("\u00a0", " ")


def test_every_answer_carries_the_same_figure(columns: Columns) -> None:
    for params in ({}, {"from": "2026-03-03"}, {"where": "event = 'purchase'"}):
        told = asked(columns, **params)
        for name, analysis in ANALYSES.items():
            if analysis.answer is None:
                continue
            more: dict[str, Any] = {"steps": ["view_item", "purchase"]} if name == "funnel" else {}
            basis = ask(columns, question_of(name, params | more)).basis
            assert basis.coverage == told.coverage, (name, params)
            assert [(one.reason, one.orders) for one in basis.coverage_reasons] == [
                (row.reason, row.orders) for row in told.reasons
            ]


def test_a_condition_leaves_staff_out_and_keeps_its_orders(columns: Columns) -> None:
    answer = asked(columns, where="channel = 'phone' or channel = 'fair'")
    assert {row.reason for row in answer.reasons} == {"phone", "fair"}
    assert (answer.orders, answer.seen, answer.coverage) == (2, 0, 0.0)


def test_people_behind_each_part_are_those_counted(columns: Columns) -> None:
    question = question_of("coverage", {})
    counts = {}
    for name in UNSEEN:
        group = group_of(columns, "coverage", question, Part("reason", (name,)))
        counts[name] = (group.count, sum(int(mask.sum()) for mask in group.members))
    # Staff's orders stand beside all customers: nobody can be opened.
    assert counts == {name: (0, 0) if name == "staff" else (1, 1) for name in UNSEEN}
    assert group_of(columns, "coverage", question, Part("seen")).count == 1
    assert group_of(columns, "coverage", question, Part("unseen")).count == 8
    with pytest.raises(BadInput, match="nobody"):
        group_of(columns, "coverage", question, Part("reason", ("nobody",)))


def test_a_webhook_that_shares_a_key_with_the_browser_is_seen() -> None:
    browsing: Event = ("begin_checkout", 0, {"anonymous_id": "b1", "email": "s@x"})
    keys: list[dict[str, Any]] = [{"email": "s@x"}, {"anonymous_id": "b1"}]
    for key in keys:
        told = order(5 * DAY, order_id="A1", source="shopify", **key)
        assert asked(columns_of([[browsing, told]])).coverage == 1
    stranger = order(5 * DAY, order_id="A1", source="shopify", email="other@x")
    assert asked(columns_of([[browsing, stranger]])).coverage == 0


def test_without_orders_there_is_no_share() -> None:
    answer = asked(columns_of([[("view_item", 0, {})]]))
    assert (answer.orders, answer.coverage, answer.reasons) == (0, None, ())
    assert "keine Bestellung" in answer.sentence("de")
    assert asked(columns_of([])).coverage is None
