"""Tables of `etappe privacy show`: visits by consent, purposes with their events, stored fields."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

_NAMED = 4
"""So many events are named of a purpose; how many more there are is said."""


def stored_table(told: dict[str, Any]) -> RenderableType:
    """The state of a shop's privacy as three tables under a line of figures."""
    summary = f"{told['events']:,} events; {told['sealed']:,} originals are sealed; {told['forgotten']:,} people forgotten."
    return Group(summary, "", _consent(told["consent"]), "", _purposes(told), "", _fields(told))


def _consent(share: dict[str, int]) -> Table:
    table = Table("visits", box=None, header_style="bold")
    table.add_column("count", justify="right")
    table.add_column("share", justify="right")
    for kind in ("agreed", "cookieless", "refused", "unknown"):
        part = share[kind] / max(share["visits"], 1)
        table.add_row(kind, f"{share[kind]:,}", f"{part:.1%}")
    return table


def _purposes(told: dict[str, Any]) -> Table:
    table = Table("purpose", "what it allows", "events", box=None, header_style="bold")
    for row in told["purposes"]:
        events = [event["label"]["en"] for event in row["events"]]
        more = f" and {len(events) - _NAMED} more" if len(events) > _NAMED else ""
        table.add_row(
            row["label"]["en"], row["meaning"]["en"], ", ".join(events[:_NAMED]) + more or "–"
        )
    return table


def _fields(told: dict[str, Any]) -> Table:
    table = Table("field", "meaning", "personal", box=None, header_style="bold")
    table.add_column("filled", justify="right")
    for field in told["fields"]:
        filled = field["filled"]
        share = "" if filled is None else f"{filled / max(told['events'], 1):.1%}"
        table.add_row(field["name"], field["meaning"]["en"], field["personal"], share)
    return table
