"""Decisions about the ids of companies: which of them are one company, by people. A log that only ever grows."""

from duckdb import DuckDBPyConnection as Connection

from etappe.base.clock import moment_of, now_us
from etappe.base.errors import BadInput
from etappe.store.events.database import first
from etappe.store.events.decisions import check_undo, with_undos
from etappe.store.events.values import AccountDecision, DecisionKind, NewAccountDecision


def put(connection: Connection, new: NewAccountDecision) -> AccountDecision:
    """Note one decision; it holds from the next look on.

    BadInput without a reason or with an unknown account, NotFound for an undo of none, Conflict for one undone already.
    """
    _check(connection, new)
    number: int = first(connection, "SELECT coalesce(max(id), 0) + 1 FROM account_decisions")[0]
    connection.execute(
        "INSERT INTO account_decisions VALUES ($id, $kind, $account, $other, $undoes, $reason, $by, $now)",
        {
            "id": number,
            "kind": new.kind,
            "account": new.account,
            "other": new.other,
            "undoes": new.undoes,
            "reason": new.reason.strip(),
            "by": new.by,
            "now": now_us(),
        },
    )
    return read(connection)[-1]


def read(cursor: Connection) -> list[AccountDecision]:
    """All decisions, oldest first, each with the decision that undid it."""
    rows = cursor.execute("SELECT * FROM account_decisions ORDER BY id").fetchall()
    return with_undos([_decision(*row) for row in rows])


def last(cursor: Connection) -> int:
    """The number of the latest decision; 0 when there is none."""
    number: int = first(cursor, "SELECT coalesce(max(id), 0) FROM account_decisions")[0]
    return number


def _decision(
    number: int,
    kind: DecisionKind,
    account: int,
    other: int,
    undoes: int | None,
    reason: str,
    by: str,
    us: int,
) -> AccountDecision:
    return AccountDecision(number, kind, account, other, undoes, reason, by, moment_of(us))


def _check(connection: Connection, new: NewAccountDecision) -> None:
    if not new.reason.strip():
        raise BadInput(
            "A decision needs a reason.", next_step="Say in a few words why.", field="reason"
        )
    if new.kind == "undo":
        check_undo(read(connection), new.undoes, "etappe accounts decisions")
        return
    [most] = first(connection, "SELECT count(*) FROM accounts")
    named = {new.account, new.other} if new.kind == "merge" else {new.account}
    wanted = 2 if new.kind == "merge" else 1
    if len(named) != wanted or not all(0 < code <= most for code in named):
        raise BadInput(
            f"Accounts {new.account} and {new.other} cannot be decided about.",
            next_step="Name two different accounts that the shop has.",
            field="account",
        )
