"""Accounts as tables for the terminal; the figures are those of the JSON."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

_NONE = "–"


def accounts_table(value: dict[str, Any]) -> RenderableType:
    """One row a company."""
    table = _table(
        ("account", "name", "customer no.", "last seen"), ("members", "orders", "value"), ("stage",)
    )
    for row in value["accounts"]:
        table.add_row(
            row["account"],
            row["name"] or _NONE,
            row["customer_number"] or _NONE,
            (row["last_seen"] or _NONE)[:10],
            *(f"{row[name]:,}" for name in ("members", "orders", "value")),
            row["stage"] or _NONE,
        )
    return table


def account_table(page: dict[str, Any]) -> RenderableType:
    """Attributes, people, journeys and staff's sessions of one company."""
    attributes = _table(("attribute", "value", "source", "by", "since"), (), ())
    for one in page["attributes"]:
        attributes.add_row(
            one["label"]["en"], _value(one), one["source"], one["by"], one["at"][:10]
        )
    journeys = _table(
        ("journey", "from", "to"), ("people", "touches", "orders", "value", "days"), ()
    )
    for one in page["journeys"]:
        days = _NONE if one["order_seconds"] is None else f"{one['order_seconds'] / 86_400:.1f}"
        journeys.add_row(
            str(one["journey"]), one["started_at"][:10], one["ended_at"][:10],
            str(one["people"]), str(one["touches"]), str(one["orders"]), f"{one['value']:,}", days,
        )  # fmt: skip
    parts: list[RenderableType] = [Text(page["sentences"]["en"], style="bold")]
    parts += [attributes] if page["attributes"] else []
    parts += [members_table(page), journeys]
    parts += [_staff(page["staff_sessions"])] if page["staff_sessions"] else []
    return Group(*parts)


def members_table(page: dict[str, Any]) -> RenderableType:
    """One row a person of the company; personal keys are masked."""
    table = _table(
        ("person", "known", "title", "roles", "belongs by", "last seen"), ("touches", "orders"), ()
    )
    names = {role["role"]: role["label"]["en"] for role in page["roles"]}
    for one in page["members"]:
        table.add_row(
            str(one["person"]),
            (one["known"] or f"({one['known_by']})") + (" (former)" if one["former"] else ""),
            one["title"] or _NONE,
            ", ".join(names.get(role, role) for role in one["roles"]) or _NONE,
            ", ".join(one["belongs_by"]),
            (one["last_seen"] or _NONE)[:10],
            str(one["touches"]),
            str(one["orders"]),
        )
    return table


def roles_table(roles: Sequence[dict[str, Any]]) -> RenderableType:
    """One row a role."""
    table = _table(("role", "German", "English", "own"), (), ())
    for one in roles:
        table.add_row(
            one["role"], one["label"]["de"], one["label"]["en"], "own" if one["own"] else ""
        )
    return table


def history_table(value: dict[str, Any]) -> RenderableType:
    """One row an entry."""
    table = _table(("entry", "when (UTC)", "by", "source", "what", "value", "undone"), (), ())
    for one in value["entries"]:
        entry = one["entry"]
        about = (
            f"person {one['person']}: {entry['field']}" if one["person"] >= 0 else entry["field"]
        )
        table.add_row(
            str(entry["id"]), entry["at"][:16].replace("T", " "), entry["by"], entry["source"], about,
            str(entry["value"]), entry["undone_by"] or "",
        )  # fmt: skip
    return table


def _staff(sessions: Sequence[dict[str, Any]]) -> RenderableType:
    table = _table(("staff, in its name", "when (UTC)", "hurdles noted"), ("touches", "orders"), ())
    for one in sessions:
        hurdles = "; ".join(hurdle["text"] for hurdle in one["hurdles"])
        table.add_row(
            one["staff"], one["started_at"][:16].replace("T", " "), hurdles or _NONE,
            str(len(one["touches"])), str(one["orders"]),
        )  # fmt: skip
    return table


def _value(one: dict[str, Any]) -> str:
    if one["amount"] is not None:
        return f"{one['amount']:,} {one['currency']}"
    return "; ".join(one["texts"]) or one["text"] or _NONE


def _table(first: Sequence[str], numbers: Sequence[str], last: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in first:
        table.add_column(name)
    for name in numbers:
        table.add_column(name, justify="right")
    for name in last:
        table.add_column(name)
    return table
