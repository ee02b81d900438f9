"""/api/shops/{shop}/notes: contacts that no system saw, written down by staff."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.notes import Note, NoteChoice, note_choices, notes, take_back, write_note

router = APIRouter(tags=["notes"], responses=PROBLEMS)


class NoteWish(BaseModel):
    """A contact to write down: what, when (now if left out), how it went, of whom. Person: number or any key."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=40)
    at: datetime | None = None
    mood: str = Field("neutral", json_schema_extra={"enum": ["good", "neutral", "bad"]})
    words: str = Field("", max_length=2_000)
    person: str = Field("", max_length=500)
    account: str = Field("", max_length=500)


@router.get("/shops/{shop}/note-kinds", response_model=list[NoteChoice])
def list_note_kinds(shop: TheShop) -> Response:
    """The kinds of contacts that may be written down."""
    return answer(note_choices(shop))


@router.get("/shops/{shop}/notes", response_model=list[Note])
def list_notes(
    shop: TheShop,
    _: Editor,
    person: Annotated[str, Query(max_length=500)] = "",
    account: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """What was written down of a person, or of an account's people whom nobody named; the latest first."""
    return answer(notes(shop, person, account))


@router.post("/shops/{shop}/notes", response_model=Note, status_code=201)
def write_down(shop: TheShop, caller: Editor, wish: NoteWish) -> Response:
    """Write a contact down: it is an event at once."""
    made = answer(write_note(shop, wish.model_dump(), caller.email))
    made.status_code = 201
    return made


@router.delete("/shops/{shop}/notes/{id}", status_code=204)
def take_note_back(
    shop: TheShop, _: Editor, id_: Annotated[int, Path(alias="id", ge=1, le=2**53 - 1)]
) -> Response:
    """Delete a note; journeys are as if it had never been written."""
    take_back(shop, id_)
    return Response(status_code=204)
