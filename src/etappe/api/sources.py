"""/api/shops/{shop}/sources: what sends events to the shop."""

from fastapi import APIRouter, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.sources import KeySource, Source, key_sources, sources

router = APIRouter(tags=["sources"], responses=PROBLEMS)


@router.get("/shops/{shop}/sources", response_model=list[Source])
def list_sources(shop: TheShop) -> Response:
    """Every source with its last event, its last seven days and what of it was not kept."""
    return answer(sources(shop))


@router.get("/shops/{shop}/sources/keys", response_model=list[KeySource])
def list_key_sources(shop: TheShop) -> Response:
    """The same for each write key in effect: what came with it and what of that was not kept."""
    return answer(key_sources(shop))
