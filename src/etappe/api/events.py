"""GET /api/shops/{shop}/events."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.events import Events
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import EventsQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/events", response_model=Events, responses=PROBLEMS)
def get_events(shop: TheShop, query: Annotated[EventsQuery, Query()]) -> Response:
    """One person's time line, or the newest events."""
    return answer(shop.ask("events", query.given()))
