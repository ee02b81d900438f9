"""/api/shops/{shop}/sources: what sends events to the shop."""

from fastapi import APIRouter, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.sources import Source, sources

router = APIRouter(tags=["sources"], responses=PROBLEMS)


@router.get("/shops/{shop}/sources", response_model=list[Source])
def list_sources(shop: TheShop) -> Response:
    """Every source with its last event, its last seven days and what of it was not kept."""
    return answer(sources(shop))
