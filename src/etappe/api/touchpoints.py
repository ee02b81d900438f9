"""/api/shops/{shop}/touchpoints and touchpoint-rules: the catalogue and how events reach it."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app import vocabulary
from etappe.events.words import Ownership, Part, Touchpoint, TouchpointRule

router = APIRouter(tags=["words"], responses=PROBLEMS)


class TouchpointChange(BaseModel):
    """The fields of a touchpoint to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: dict[Literal["de", "en"], str] | None = None
    part: Part | None = None
    channel: str | None = None
    digital: bool | None = None
    direct: bool | None = None
    ownership: Ownership | None = None
    content: str | None = None
    purpose: dict[Literal["de", "en"], str] | None = None
    team: str | None = None


@router.get("/shops/{shop}/touchpoints", response_model=list[Touchpoint])
def list_touchpoints(shop: TheShop) -> Response:
    """The catalogue of touchpoints; guessed ones are marked."""
    return answer(vocabulary.touchpoints(shop))


@router.put("/shops/{shop}/touchpoints/{key}", response_model=Touchpoint)
def put_touchpoint(shop: TheShop, key: str, caller: Editor, change: TouchpointChange) -> Response:
    """Change or create a touchpoint. A changed part cuts the journeys anew."""
    given = change.model_dump(exclude_none=True)
    return answer(vocabulary.put_touchpoint(shop, key, given, caller.email))


@router.get("/shops/{shop}/touchpoint-rules", response_model=list[TouchpointRule])
def list_rules(shop: TheShop) -> Response:
    """The rules event → touchpoint, in the order in which they are tried."""
    return answer(vocabulary.rules(shop))


@router.put("/shops/{shop}/touchpoint-rules", response_model=list[TouchpointRule])
def put_rules(shop: TheShop, caller: Editor, rules: list[TouchpointRule]) -> Response:
    """Replace the shop's own rules; they come before the shipped ones."""
    return answer(vocabulary.put_rules(shop, rules, caller.email))
