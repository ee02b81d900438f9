"""GET /api/shops/{shop}/stages."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.stages import Stages
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/stages", response_model=Stages, responses=PROBLEMS)
def get_stages(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """People, time, moves and stops per stage of a model."""
    return answer(shop.ask("stages", query.given()))
