"""GET /api/shops/{shop}/flow."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.flow import Flow
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import FlowQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/flow", response_model=Flow, responses=PROBLEMS)
def get_flow(shop: TheShop, query: Annotated[FlowQuery, Query()]) -> Response:
    """What follows what, with (start) and (end)."""
    return answer(shop.ask("flow", {**query.given(), "limit": query.limit}))
