"""/api/shops/{shop}/account-decisions and account-twins: which ids are one company, and deciding it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.account_decide import (
    AccountDecided,
    AccountWish,
    ShownAccountDecision,
    account_decisions,
    decide_accounts,
    preview_accounts,
)
from etappe.app.account_effect import AccountEffect
from etappe.app.account_twins import AccountTwins, twins

router = APIRouter(tags=["accounts"], responses=PROBLEMS)

OneAccount = Annotated[str, Query(max_length=500, description="Only what concerns this company.")]


class AccountWishBody(BaseModel):
    """What to do: make two ids one company, split an id off, undo a decision."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["merge", "split", "undo"]
    account: str = Field("", max_length=500, description="The id that stays; with split: the id.")
    other: str = Field("", max_length=500, description="With merge: the id that is the same.")
    id: int | None = Field(None, ge=1, lt=2**63, description="The decision to undo.")
    reason: str = Field("", max_length=2_000, description="Why; needed to decide.")

    def wish(self) -> AccountWish:
        """The same as the application reads it."""
        return AccountWish(self.kind, self.account, self.other, self.id, self.reason)


@router.get("/shops/{shop}/account-decisions", response_model=list[ShownAccountDecision])
def list_account_decisions(shop: TheShop, account: OneAccount = "") -> Response:
    """Every decision about ids of companies ever made, the latest first."""
    return answer(account_decisions(shop, account))


@router.post("/shops/{shop}/account-decisions/preview", response_model=AccountEffect)
def preview_account_decision(shop: TheShop, _: Editor, wish: AccountWishBody) -> Response:
    """What a decision would change: the companies concerned before and after. Nothing is kept."""
    return answer(preview_accounts(shop, wish.wish()))


@router.post("/shops/{shop}/account-decisions", response_model=AccountDecided)
def put_account_decision(shop: TheShop, caller: Editor, wish: AccountWishBody) -> Response:
    """Decide; journeys and figures follow at once. The caller's name and the reason are kept for good."""
    return answer(decide_accounts(shop, wish.wish(), caller.email))


@router.get("/shops/{shop}/account-twins", response_model=AccountTwins)
def list_account_twins(shop: TheShop, account: OneAccount = "") -> Response:
    """Ids that may be one company, each pair with its reasons."""
    return answer(twins(shop, account))
