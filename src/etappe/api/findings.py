"""GET /api/shops/{shop}/findings."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.findings import Findings
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/findings", response_model=Findings, responses=PROBLEMS)
def get_findings(shop: TheShop, query: Annotated[ScopeQuery, Query()]) -> Response:
    """What stands out: the largest loss, the largest change, the slowest stage."""
    return answer(shop.ask("findings", query.given()))
