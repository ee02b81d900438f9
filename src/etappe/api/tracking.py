"""/api/shops/{shop}/tracking: what the tracker watches, and what happens without consent."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.keys import change_tracking, tracking
from etappe.store.records import TrackingSettings
from etappe.store.records.tracking import Extra, WithoutConsent

router = APIRouter(tags=["sources"], responses=PROBLEMS)

Site = Annotated[str, Field(min_length=1, max_length=300)]


class TrackingChange(BaseModel):
    """What is to be changed; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    extras: list[Extra] | None = None
    without_consent: WithoutConsent | None = None
    consent_required: bool | None = None
    allowed_origins: list[Site] | None = Field(default=None, max_length=200)
    linked_domains: list[Site] | None = Field(default=None, max_length=200)
    country: bool | None = None
    trust_proxy: bool | None = None
    withdrawal_past: bool | None = None


@router.get("/shops/{shop}/tracking", response_model=TrackingSettings)
def get_tracking(shop: TheShop) -> Response:
    """How the shop is tracked."""
    return answer(tracking(shop))


@router.put("/shops/{shop}/tracking", response_model=TrackingSettings)
def put_tracking(shop: TheShop, caller: Editor, change: TrackingChange) -> Response:
    """Change switches; the tracker has them with the next page that loads it."""
    return answer(change_tracking(shop, change.model_dump(exclude_none=True), caller.email))
