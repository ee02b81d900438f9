"""GET /api/shops/{shop}/searches."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.searches import Searches
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import SearchesQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/searches", response_model=Searches, responses=PROBLEMS)
def get_searches(shop: TheShop, query: Annotated[SearchesQuery, Query()]) -> Response:
    """What people search for in the shop, and what finds nothing."""
    return answer(shop.ask("searches", query.given()))
