"""GET /api/shops/{shop}/coverage."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.coverage import CoverageAnswer
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/coverage", response_model=CoverageAnswer, responses=PROBLEMS)
def get_coverage(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Of how many orders the way to them was seen, and why it was not of the others."""
    return answer(shop.ask("coverage", query.given()))
