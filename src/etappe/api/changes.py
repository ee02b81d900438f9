"""/api/shops/{shop}/changes: who changed which words, and undoing."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.changes import MOST, PAGE, Changes, ChangeView, changes, undo

router = APIRouter(tags=["words"], responses=PROBLEMS)

MOST_ID = 2**53 - 1
"""Larger numbers are none of ours, and JavaScript could not write them."""


@router.get("/shops/{shop}/changes", response_model=Changes)
def list_changes(
    shop: TheShop,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    cursor: Annotated[str, Query(description="`next` of the page before.")] = "",
) -> Response:
    """What people changed of the words, the newest first; each with a sentence that says it."""
    return answer(changes(shop, limit, cursor))


@router.post("/shops/{shop}/changes/{id}/undo", response_model=ChangeView)
def undo_change(
    shop: TheShop, caller: Editor, id_: Annotated[int, Path(alias="id", ge=1, le=MOST_ID)]
) -> Response:
    """Take a change back. That is a change too: undoing it brings back what was undone.

    409 if the same thing was changed since; `next_step` names the change to undo first.
    """
    return answer(undo(shop, id_, caller.email))
