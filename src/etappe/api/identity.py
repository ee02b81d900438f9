"""/api/shops/{shop}/people/{person}/identity and /identity: why one person, what looks wrong, and deciding it."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.identity import decisions, identity
from etappe.app.identity_audit import IdentityAudit, audit
from etappe.app.identity_decide import Decided, Effect, Wish, decide, preview
from etappe.app.identity_graph import IdentityGraph, ShownDecision

router = APIRouter(tags=["identity"], responses=PROBLEMS)


class WishBody(BaseModel):
    """What to do: merge the people behind two keys, split a key or a link off, undo a decision."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["merge", "split", "undo"]
    a: str = Field("", max_length=500, description="A key as sent, or key:NUMBER.")
    b: str = Field("", max_length=500, description="The other key; with split: only their link.")
    id: int | None = Field(None, ge=1, lt=2**63, description="The decision to undo.")
    reason: str = Field("", max_length=2_000, description="Why; needed to decide.")

    def wish(self) -> Wish:
        """The same as the application reads it."""
        return Wish(self.kind, self.a, self.b, self.id, self.reason)


@router.get("/shops/{shop}/people/{person}/identity", response_model=IdentityGraph)
def get_identity(shop: TheShop, person: str) -> Response:
    """Why the person is one person: keys, what joins them, who decided what. Keys are masked."""
    return answer(identity(shop, person))


@router.get("/shops/{shop}/identity/audit", response_model=IdentityAudit)
def get_audit(shop: TheShop) -> Response:
    """Clusters that look wrong: shared addresses and devices, too many keys, machines, tests."""
    return answer(audit(shop))


@router.get("/shops/{shop}/identity/decisions", response_model=list[ShownDecision])
def list_decisions(shop: TheShop) -> Response:
    """Every decision about keys ever made, the latest first."""
    return answer(decisions(shop))


@router.post("/shops/{shop}/identity/preview", response_model=Effect)
def preview_decision(shop: TheShop, _: Editor, wish: WishBody) -> Response:
    """What a decision would change: the people concerned before and after. Nothing is kept."""
    return answer(preview(shop, wish.wish()))


@router.post("/shops/{shop}/identity/decisions", response_model=Decided)
def put_decision(shop: TheShop, caller: Editor, wish: WishBody) -> Response:
    """Decide; journeys follow at once. The caller's name and the reason are kept for good."""
    return answer(decide(shop, wish.wish(), caller.email))
