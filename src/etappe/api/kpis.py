"""GET /api/shops/{shop}/kpis."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.kpis import Kpis
from etappe.analysis.kpis_compared import KpisCompared
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/kpis", response_model=Kpis, responses=PROBLEMS)
def get_kpis(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Orders, revenue, rates with their bases, sources."""
    return answer(shop.ask("kpis", query.given()))


@router.get("/shops/{shop}/kpis/comparison", response_model=KpisCompared, responses=PROBLEMS)
def compare_kpis(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """The same figures beside those of the period before and of a year ago; null where data do not reach."""
    return answer(shop.compare_kpis(query.given()))
