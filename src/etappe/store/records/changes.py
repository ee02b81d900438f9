"""The history of a shop's words: who changed what, from what to what; and taking a change back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, insert, select, update

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import Conflict, NotFound
from etappe.store.records.engine import Records
from etappe.store.records.shop_tables import (
    Document,
    Kind,
    changed_documents,
    changes,
    keep_document,
    kept_document,
)


class Draft(NamedTuple):
    """A document that somebody wants to put in place of the one there is; None takes it away.

    `was` is what the thing was until then, if no document said so: as it ships, or as it was guessed.
    """

    kind: Kind
    key: str
    document: Document | None
    was: Document | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One document of a change, before and after; None: there was or is none, and `was` says what counted."""

    kind: Kind
    key: str
    before: Document | None
    after: Document | None
    was: Document | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did in one go.

    `undo_of` names the change that this one took back, `undone_by` the one that took this back and is in
    effect. `blocked_by` names the latest change of the same things, if they are no longer as this change
    left them: it must be undone first.
    """

    id: int
    at: datetime
    by: str
    edits: tuple[Edit, ...]
    undo_of: int | None
    undone_by: int | None
    blocked_by: int | None


class ChangeHistory:
    """All changes that people made to the words of one shop. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def make(self, by: str, drafts: Sequence[Draft]) -> Change | None:
        """Keep the drafts as one change, all or none; None if they change nothing."""
        with self._records.writing() as connection:
            edits = [_edit(connection, draft) for draft in drafts]
            edits = [edit for edit in edits if edit.before != edit.after]
            return _kept(connection, by, edits, None) if edits else None

    def one(self, id_: int) -> Change:
        """The change of this number. NotFound says which there are."""
        with self._records.reading() as connection:
            return _one(connection, id_)

    def page(self, limit: int, before_id: int | None = None) -> list[Change]:
        """The newest changes first, at most `limit`, below the number `before_id`."""
        query = select(changes).order_by(changes.c.id.desc()).limit(limit)
        if before_id is not None:
            query = query.where(changes.c.id < before_id)
        with self._records.reading() as connection:
            rows = connection.execute(query).all()
            return [_whole(connection, row) for row in rows]

    def undo(self, id_: int, by: str) -> Change:
        """Put the documents back as they were before the change; that is a change itself.

        Conflict if it is undone already, or if somebody changed the same things since.
        """
        with self._records.writing() as connection:
            change = _one(connection, id_)
            if change.undone_by is not None:
                raise Conflict(
                    f"Change {id_} is undone already, by change {change.undone_by}.",
                    next_step=f"To bring it back, undo change {change.undone_by}.",
                    field="id",
                )
            if blocked := _changed_since(connection, change):
                raise _later(change, blocked)
            back = [replace(edit, before=edit.after, after=edit.before) for edit in change.edits]
            made = _kept(connection, by, back, id_)
            _settle(connection, made)
            return made


def _edit(connection: Connection, draft: Draft) -> Edit:
    before = kept_document(connection, draft.kind, draft.key)
    # As it will be read back: tuples become lists.
    after, was = _document(_text(draft.document)), _document(_text(draft.was))
    return Edit(draft.kind, draft.key, before, after, was)


def _kept(connection: Connection, by: str, edits: Sequence[Edit], undo_of: int | None) -> Change:
    row = {"at_us": now_us(), "by": by, "undo_of": undo_of}
    made = connection.execute(insert(changes).values(row)).inserted_primary_key
    assert made is not None
    for edit in edits:
        keep_document(connection, edit.kind, edit.key, edit.after)
        values = {
            "change_id": made[0],
            "kind": edit.kind,
            "key": edit.key,
            "before": _text(edit.before),
            "after": _text(edit.after),
            "was": _text(edit.was),
        }
        connection.execute(insert(changed_documents).values(values))
    return _one(connection, made[0])


def _text(document: Document | None) -> str | None:
    return None if document is None else json.dumps(document, ensure_ascii=False)


def _document(text: str | None) -> Document | None:
    return None if text is None else json.loads(text)


def _one(connection: Connection, id_: int) -> Change:
    row = connection.execute(select(changes).where(changes.c.id == id_)).first()
    if row is None:
        raise NotFound(
            f"There is no change {id_}.",
            next_step="See them all: etappe words changes.",
            field="id",
        )
    return _whole(connection, row)


def _whole(connection: Connection, row: Row[Any]) -> Change:
    query = select(changed_documents).where(changed_documents.c.change_id == row.id)
    found = connection.execute(query.order_by(changed_documents.c.kind, changed_documents.c.key))
    edits = tuple(
        Edit(
            edit.kind,
            edit.key,
            _document(edit.before),
            _document(edit.after),
            _document(edit.was),
        )
        for edit in found
    )
    at = moment_of(row.at_us)
    change = Change(row.id, at, row.by, edits, row.undo_of, row.undone_by, None)
    moved = _changed_since(connection, change)
    if not moved:
        return change
    later = _latest(connection, moved, row.id)
    return Change(row.id, at, row.by, edits, row.undo_of, row.undone_by, later)


def _changed_since(connection: Connection, change: Change) -> list[Edit]:
    """The edits whose document is no longer as the change left it."""
    return [
        edit
        for edit in change.edits
        if kept_document(connection, edit.kind, edit.key) != edit.after
    ]


def _latest(connection: Connection, edits: Sequence[Edit], id_: int) -> int | None:
    """The latest change in effect of any of these things, after the change `id_`."""
    found: list[int] = []
    for edit in edits:
        query = (
            select(changes.c.id)
            .join(changed_documents, changed_documents.c.change_id == changes.c.id)
            .where(
                and_(
                    changed_documents.c.kind == edit.kind,
                    changed_documents.c.key == edit.key,
                    changes.c.id > id_,
                    changes.c.undone_by.is_(None),
                )
            )
        )
        found += connection.scalars(query).all()
    return max(found, default=None)


def _later(change: Change, moved: Sequence[Edit]) -> Conflict:
    named = ", ".join(repr(edit.key or edit.kind) for edit in moved[:3])
    step = f"Undo change {change.blocked_by} first." if change.blocked_by else "Change it by hand."
    return Conflict(
        f"Change {change.id} cannot be undone: {named} was changed again since.",
        next_step=step,
        field="id",
    )


def _settle(connection: Connection, made: Change) -> None:
    """Along the chain of undoings every other change is in effect, seen from its newest."""
    undoer, id_, in_effect = made.id, made.undo_of, False
    while id_ is not None:
        undone_by = None if in_effect else undoer
        connection.execute(update(changes).where(changes.c.id == id_).values(undone_by=undone_by))
        undoer, in_effect = id_, not in_effect
        id_ = connection.scalar(select(changes.c.undo_of).where(changes.c.id == id_))
