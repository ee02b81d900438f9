"""/api/shops/{shop}/collector: whether arriving events are taken in, and what waits."""

from fastapi import APIRouter, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.collector import CollectorState

router = APIRouter(tags=["sources"], responses=PROBLEMS)


@router.get("/shops/{shop}/collector", response_model=CollectorState)
def get_collector(shop: TheShop) -> Response:
    """How the collector of the shop is: its alarms, and how much is acknowledged but not yet in the events."""
    return answer(shop.collector.state())
