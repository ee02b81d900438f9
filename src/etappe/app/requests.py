"""Requests of people about their data: noted with the day they came, due a month later, closed by what was done."""

import calendar
from datetime import date

from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.store.records import Request, RequestKind, RequestState


def note_request(
    shop: Shop, kind: RequestKind, key: str, by: str, received: date | None
) -> Request:
    """Note a request that came on a day (today if none is told). BadInput for a day ahead or without a key.

    Today is the shop's day, not that of UTC: in Bremen a letter can be noted soon after midnight.
    """
    today = shop.collector.today()
    came = received or today
    if came > today:
        raise BadInput(
            f"received: {came} is ahead.",
            next_step="Write the day on which it came.",
            field="received",
        )
    if not key.strip():
        raise BadInput(
            "key: whose request is it?", next_step="Write any key of the person.", field="key"
        )
    return shop.records.requests.add(kind, key.strip(), came, a_month_after(came), by)


def close_request(
    shop: Shop, number: int, state: RequestState, by: str, *, receipt: str = ""
) -> Request:
    """Say what came of a request. One that a deletion fulfilled no longer names the person."""
    if state == "open":
        raise BadInput("state: 'open'.", next_step="One of: done, refused.", field="state")
    return shop.records.requests.close(number, state, by, receipt=receipt, blank=bool(receipt))


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last one (GDPR Art. 12 (3): one month)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
