"""/api/shops/{shop}/first-steps: what a new shop still needs."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS
from etappe.app.first_steps import FirstSteps, confirm_steps, first_steps

router = APIRouter(tags=["first steps"], responses=PROBLEMS)


class StepsChange(BaseModel):
    """What somebody says is done; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    settings: bool | None = None
    words: bool | None = None
    map: bool | None = None


@router.get("/shops/{shop}/first-steps")
def get_first_steps(shop: TheShop) -> FirstSteps:
    """How far the shop is: settings, data, words, first map."""
    return first_steps(shop)


@router.patch("/shops/{shop}/first-steps")
def change_first_steps(shop: TheShop, _: Editor, change: StepsChange) -> FirstSteps:
    """Confirm a step, or open it again."""
    return confirm_steps(shop, change.model_dump(exclude_none=True))
