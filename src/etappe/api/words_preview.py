"""/api/shops/{shop}/words/preview: what a change of the words would do, before it is made."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.event_words import EventWordChange
from etappe.api.questions import ScopeQuery
from etappe.api.touchpoints import TouchpointChange
from etappe.app.preview import WordsPreview, preview
from etappe.events.words import TouchpointRule

router = APIRouter(tags=["words"], responses=PROBLEMS)


class WordsEdit(BaseModel):
    """A change of the words, of one or of many; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    events: dict[str, EventWordChange] | None = Field(None, description="By name as sent.")
    touchpoints: dict[str, TouchpointChange] | None = Field(None, description="By key.")
    rules: list[TouchpointRule] | None = Field(None, description="The own rules, whole.")
    models: dict[str, dict[str, Any] | None] | None = Field(
        None, description="Stage models by key, as in PUT; null takes one away."
    )
    conversion: str | None = None
    conversions: list[str] | None = None
    model: str | None = Field(None, description="Stage model shown first.")

    def given(self) -> dict[str, Any]:
        """What was given, as the application takes it."""
        found = self.model_dump(exclude_none=True, exclude={"models"})
        return found if self.models is None else found | {"models": self.models}


@router.post("/shops/{shop}/words/preview", response_model=WordsPreview)
def preview_words(
    shop: TheShop, edit: WordsEdit, query: Annotated[ScopeQuery, Query()]
) -> Response:
    """How many touches and persons the change moves, whether journeys are cut anew, and the band of a drafted
    model over the chosen period. Nothing is kept."""
    return answer(preview(shop, edit.given(), query.given()))
