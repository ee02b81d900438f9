"""etappe rejected: what arrived and was not kept, by reason, with examples."""

import json
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)


@app.command()
@spread
def rejected(
    reason: Annotated[str, typer.Option(help="Only this reason, e.g. invalid.")] = "",
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days of the shop back.")] = 30,
    limit: Annotated[int, typer.Option(min=0, max=500, help="So many examples.")] = 5,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Events that arrived and were not kept: how many for which reason, what to do, the latest examples."""
    with door(place) as way:
        found = way.read("rejected", reason=reason, days=days, limit=limit)
    show_value(found, as_json=as_json, table=_table)


def _table(found: dict[str, Any]) -> Group | str:
    if not found["reasons"]:
        return f"Nothing was rejected from {found['from']} to {found['to']}."
    table = Table(box=None, header_style="bold")
    for name in ("reason", "events", "sources", "latest day", "what to do"):
        table.add_column(name, justify="right" if name == "events" else "left")
    for one in found["reasons"]:
        table.add_row(
            one["reason"],
            f"{one['events']:,}",
            ", ".join(source["source"] or "unknown" for source in one["sources"]),
            max((day["day"] for day in one["days"] if day["events"]), default=""),
            one["next_step"]["en"],
        )
    return Group(table, *map(_example, found["samples"]))


def _example(one: dict[str, Any]) -> Text:
    told = " ".join(part for part in (one["field"], one["message"].get("en")) if part)
    head = f"\n{one['received_at'][:19].replace('T', ' ')}  {one['reason']}  {told}\n"
    sample = one["sample"]
    content = sample if isinstance(sample, str) else json.dumps(sample, ensure_ascii=False)
    return Text(head, style="bold").append(content, style="none")
