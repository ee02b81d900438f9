"""The history of a shop's words as people see it, and undoing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from etappe.app.changes_said import said
from etappe.app.drafts import drafted
from etappe.app.shop import Shop
from etappe.app.speech import say
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.events.words import Words
from etappe.store.records import Change, Draft, Edit

PAGE = 50
MOST = 1000


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: who, when, which documents from what to what, and a sentence that says it.

    `undo_of` names the change it took back, `undone_by` the one that took it back and is in effect;
    `blocked_by` the one that must be undone first. `can_undo` is true when neither stands in the way.
    """

    id: int
    at: datetime
    by: str
    edits: tuple[Edit, ...]
    undo_of: int | None
    undone_by: int | None
    blocked_by: int | None
    can_undo: bool
    sentences: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest first; `next` is the cursor of the following page, null at the end."""

    changes: tuple[ChangeView, ...]
    next: str | None


def changes(shop: Shop, limit: int = PAGE, cursor: str = "") -> Changes:
    """A page of the history."""
    found = shop.records.changes.page(limit + 1, checked_page(limit, cursor))
    words = shop.settled().words
    shown = tuple(_view(shop, words, change) for change in found[:limit])
    return Changes(shown, str(shown[-1].id) if len(found) > limit else None)


def checked_page(limit: int, cursor: str) -> int | None:
    """Below which number a page begins; None is the first. BadInput for a limit or cursor that is none."""
    if not 1 <= limit <= MOST:
        raise BadInput(
            f"limit: {limit} is not from 1 to {MOST}.", next_step="Give 50, say.", field="limit"
        )
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadInput(
            f"cursor: {cursor!r} is none of ours.",
            next_step="Take `next` of the page before.",
            field="cursor",
        )
    return int(cursor) if cursor else None


def undo(shop: Shop, id_: int, by: str) -> ChangeView:
    """Take a change back, as a change of its own. BadInput if the words would no longer fit together."""
    change = shop.records.changes.one(id_)
    if change.undone_by is None and change.blocked_by is None:
        drafted(shop, [Draft(edit.kind, edit.key, edit.before) for edit in change.edits])
    made = shop.records.changes.undo(id_, by)
    return _view(shop, shop.settled().words, made)


def _view(shop: Shop, words: Words, change: Change) -> ChangeView:
    return ChangeView(
        id=change.id,
        at=change.at,
        by=change.by,
        edits=change.edits,
        undo_of=change.undo_of,
        undone_by=change.undone_by,
        blocked_by=change.blocked_by,
        can_undo=change.undone_by is None and change.blocked_by is None,
        sentences={language: _said(shop, words, change, language) for language in LANGUAGES},
    )


def _said(shop: Shop, words: Words, change: Change, language: Language) -> str:
    """Undoing says what was undone; undoing that says what came back."""
    depth, first = 0, change
    while first.undo_of is not None:
        first, depth = shop.records.changes.one(first.undo_of), depth + 1
    sentence = said(first, words, language)
    if not depth:
        return sentence
    return say("change_undone" if depth % 2 else "change_redone", language, change=sentence)
