"""GET /api/shops/{shop}/paths."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.analysis.paths import Paths
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import PathsQuery

router = APIRouter(tags=["questions"])


@router.get("/shops/{shop}/paths", response_model=Paths, responses=PROBLEMS)
def get_paths(shop: TheShop, query: Annotated[PathsQuery, Query()]) -> Response:
    """The most frequent courses, the rest as other."""
    return answer(shop.ask("paths", query.given()))
