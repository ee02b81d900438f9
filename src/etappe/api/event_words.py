"""/api/shops/{shop}/event-words: what each event name of the data means; guesses to confirm."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app import vocabulary
from etappe.app.vocabulary import EventWordView
from etappe.events.words import Place, Side

router = APIRouter(tags=["words"], responses=PROBLEMS)


class EventWordChange(BaseModel):
    """What to change of an event name; nothing given confirms the guess."""

    model_config = ConfigDict(extra="forbid")

    meaning: str | None = Field(None, description="The standard name it stands for.")
    touchpoint: str | None = None
    side: Side | None = None
    place: Place | None = None
    conversion_only: bool | None = None


class Confirmation(BaseModel):
    """Names whose guesses are right; none named confirms all."""

    names: list[str] = Field(default_factory=list)


@router.get("/shops/{shop}/event-words", response_model=list[EventWordView])
def list_event_words(
    shop: TheShop,
    stages: Annotated[str, Query(description="Key of the stage model; the shop's if empty.")] = "",
) -> Response:
    """Every event name of the data: meaning, touchpoint, part and stage, how often and when."""
    return answer(vocabulary.event_words(shop, stages))


@router.put("/shops/{shop}/event-words", response_model=list[EventWordView])
def confirm_event_words(shop: TheShop, caller: Editor, confirmation: Confirmation) -> Response:
    """Confirm guesses in bulk, as one change."""
    return answer(vocabulary.confirm_event_words(shop, confirmation.names, caller.email))


@router.put("/shops/{shop}/event-words/{name}", response_model=EventWordView)
def put_event_word(shop: TheShop, name: str, caller: Editor, change: EventWordChange) -> Response:
    """Change what a name means, or confirm its guess."""
    given = change.model_dump(exclude_none=True)
    return answer(vocabulary.put_event_word(shop, name, given, caller.email))
