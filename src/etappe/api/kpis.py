"""GET /api/shops/{shop}/kpis."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.kpis import Kpis
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/kpis", response_model=Kpis, responses=PROBLEMS)
def get_kpis(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Orders, revenue, rates with their bases, sources."""
    return answer(shop.ask("kpis", query.given()))
