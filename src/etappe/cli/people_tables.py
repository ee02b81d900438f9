"""People as tables for the terminal; the figures are those of the JSON."""

from typing import Any

from rich.console import RenderableType
from rich.table import Table

_NONE = "–"


def people_table(value: dict[str, Any]) -> RenderableType:
    """One row a person; personal keys are masked."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("person", "known", "last seen"):
        table.add_column(name)
    for name in ("visits", "orders", "value"):
        table.add_column(name, justify="right")
    for name in ("stage", "last touch"):
        table.add_column(name)
    for row in value["people"]:
        table.add_row(
            str(row["person"]),
            row["known"] or f"({row['known_by']})",
            (row["last_seen"] or _NONE)[:10],
            *(f"{row[name]:,}" for name in ("visits", "orders", "value")),
            row["stage"] or _NONE,
            row["last_touch"] or _NONE,
        )
    return table


def person_table(value: dict[str, Any]) -> RenderableType:
    """One row a visit, contact or order."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("when (UTC)", "what", "channel", "device", "touches"):
        table.add_column(name)
    for entry in value["timeline"]:
        touches = len(entry["touches"])
        table.add_row(
            entry["at"][:19].replace("T", " "),
            _what(entry),
            entry["channel"] or "",
            entry["device"] or "",
            str(touches) if touches else "",
        )
    return table


def _what(entry: dict[str, Any]) -> str:
    order = entry["order"]
    if order:
        return f"order {order['order'] or ''} {order['value'] or ''}".strip()
    return str(entry["touches"][0]["label"]["en"]) if entry["kind"] == "contact" else "visit"
