"""GET /api/shops/{shop}/funnel."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.funnel import Funnel
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import FunnelQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/funnel", response_model=Funnel, responses=PROBLEMS)
def get_funnel(shop: TheShop, query: Annotated[FunnelQuery, Query()]) -> Response:
    """How many take each step in order, and where they stop."""
    return answer(shop.ask("funnel", query.given()))
