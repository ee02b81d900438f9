"""GET /api/shops/{shop}/calendar."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.calendar import Calendar
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import CalendarQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/calendar", response_model=Calendar, responses=PROBLEMS)
def get_calendar(shop: TheShop, query: Annotated[CalendarQuery, Query()]) -> Response:
    """Touches, visits and orders by day, week or month."""
    return answer(shop.ask("calendar", query.given()))
