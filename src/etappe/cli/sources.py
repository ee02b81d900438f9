"""etappe sources: what sends events to the shop."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)


@app.command()
@spread
def sources(
    *,
    keys: Annotated[
        bool, typer.Option("--keys", help="By write key instead: what came with each.")
    ] = False,
    place: Place,
    as_json: Json = False,
) -> None:
    """What sends events to the shop: when it last did, its last seven days, and what of it was not kept."""
    with door(place) as way:
        if keys:
            show_value(way.read("sources/keys"), as_json=as_json, table=_table_of_keys)
        else:
            show_value(way.read("sources"), as_json=as_json, table=_table)


def _table_of_keys(found: Sequence[dict[str, Any]]) -> Table | str:
    return _table([{**one["sent"], "source": f"{one['key']}: {one['name']}"} for one in found])


def _table(found: Sequence[dict[str, Any]]) -> Table | str:
    if not found:
        return "Nothing has sent yet. The keys to send with: etappe keys list"
    table = Table(box=None, header_style="bold")
    for name in ("source", "health", "events", "last (UTC)", "last seven days", "not kept"):
        table.add_column(name, justify="right" if name in ("events", "not kept") else "left")
    for one in found:
        share = one["rejected_share"]
        table.add_row(
            one["source"] or "unknown",
            one["health"],
            f"{one['events']:,}",
            (one["last_at"] or "")[:16].replace("T", " "),
            " ".join(f"{day['kept']:,}" for day in one["days"]),
            "" if share is None else f"{share:.1%}",
        )
    return table
