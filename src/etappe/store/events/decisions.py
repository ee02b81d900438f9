"""Decisions about keys: who belongs together and who does not, by people. A log that only ever grows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from duckdb import DuckDBPyConnection as Connection

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import BadInput, Conflict, NotFound
from etappe.store.events.database import first
from etappe.store.events.values import AccountDecision, Decision, DecisionKind, NewDecision

D = TypeVar("D", Decision, AccountDecision)


def put(connection: Connection, new: NewDecision) -> Decision:
    """Note one decision; it holds from the next look on.

    BadInput without a reason or with an unknown key, NotFound for an undo of none, Conflict for one undone already.
    """
    _check(connection, new)
    number: int = first(connection, "SELECT coalesce(max(id), 0) + 1 FROM decisions")[0]
    connection.execute(
        "INSERT INTO decisions VALUES ($id, $kind, $key_a, $key_b, $undoes, $reason, $by, $now)",
        {
            "id": number,
            "kind": new.kind,
            "key_a": new.key_a,
            "key_b": new.key_b,
            "undoes": new.undoes,
            "reason": new.reason.strip(),
            "by": new.by,
            "now": now_us(),
        },
    )
    return read(connection)[-1]


def read(cursor: Connection) -> list[Decision]:
    """All decisions, oldest first, each with the decision that undid it."""
    rows = cursor.execute("SELECT * FROM decisions ORDER BY id").fetchall()
    return with_undos([_decision(*row) for row in rows])


def with_undos(decisions: Sequence[D]) -> list[D]:
    """The same decisions, oldest first, each with the undo among them that takes it back."""
    undone: dict[int, int] = {}
    for decision in reversed(decisions):
        # An undo that was undone itself takes nothing back. Undos are younger than what they undo.
        if decision.undoes is not None and decision.id not in undone:
            undone[decision.undoes] = decision.id
    return [replace(decision, undone_by=undone.get(decision.id)) for decision in decisions]


def last(cursor: Connection) -> int:
    """The number of the latest decision; 0 when there is none."""
    number: int = first(cursor, "SELECT coalesce(max(id), 0) FROM decisions")[0]
    return number


def _decision(
    number: int,
    kind: DecisionKind,
    key_a: int,
    key_b: int,
    undoes: int | None,
    reason: str,
    by: str,
    us: int,
) -> Decision:
    return Decision(number, kind, key_a, key_b, undoes, reason, by, moment_of(us))


def _check(connection: Connection, new: NewDecision) -> None:
    if not new.reason.strip():
        raise BadInput(
            "A decision needs a reason.",
            next_step="Say in a few words why.",
            field="reason",
        )
    if new.kind == "undo":
        check_undo(read(connection), new.undoes, "etappe people decisions")
        return
    [count] = first(connection, "SELECT count(*) FROM keys")
    lowest = -1 if new.kind == "split" else 0
    if not (0 <= new.key_a < count and lowest <= new.key_b < count) or new.key_a == new.key_b:
        raise BadInput(
            f"Keys {new.key_a} and {new.key_b} cannot be decided about.",
            next_step="Name two different keys that the shop has.",
            field="key",
        )


def check_undo(made: Sequence[D], undoes: int | None, listed_by: str) -> None:
    """Hold an undo against the decisions there are: NotFound for one there is not, Conflict for one undone already.

    `listed_by` is the command that lists their numbers.
    """
    undone = next((decision for decision in made if decision.id == undoes), None)
    if undone is None:
        raise NotFound(
            f"There is no decision {undoes}.",
            next_step=f"`{listed_by}` lists their numbers.",
            field="id",
        )
    by = undone.undone_by
    if by is not None:
        raise Conflict(
            f"Decision {undoes} is undone already, by decision {by}.",
            next_step=f"To make it hold again, undo decision {by}.",
        )
