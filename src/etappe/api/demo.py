"""/api/shops/{shop}/demo: making the demo shop new, and how far that is."""

from typing import cast

from fastapi import APIRouter, Request, Response

from etappe.api.access import Owner, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.demo_reset import DemoResets, ResetState

router = APIRouter(tags=["demo"])


@router.get("/shops/{shop}/demo", response_model=ResetState, responses=PROBLEMS)
def get_demo(shop: TheShop, request: Request) -> Response:
    """How far the making is; `idle` when nothing is on its way."""
    return answer(_resets(request).state(shop))


@router.post("/shops/{shop}/demo/reset", response_model=ResetState, responses=PROBLEMS)
def reset_demo(shop: TheShop, _: Owner, request: Request) -> Response:
    """Make the demo new. The old one answers until the new one takes its place; what was changed in it is gone."""
    return answer(_resets(request).start(shop))


def _resets(request: Request) -> DemoResets:
    return cast(DemoResets, request.app.state.demo_resets)
