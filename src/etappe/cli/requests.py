"""etappe requests: what people asked about their data, and until when it is due."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="What people asked about their data.")


@app.callback(invoke_without_command=True)
@spread
def requests(context: typer.Context, *, place: Place, as_json: Json = False) -> None:
    """Every request: open ones first, by due day."""
    if context.invoked_subcommand is not None:
        return
    with door(place) as way:
        show_value(way.read("privacy/requests"), as_json=as_json, table=_table)


@app.command()
@spread
def add(
    kind: Annotated[str, typer.Argument(help="access or deletion.")],
    key: Annotated[str, typer.Argument(help="Any key of the person.")],
    received: Annotated[str, typer.Option(help="Day on which it came; default: today.")] = "",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Note a request; it is due a month after it came."""
    wish = {"kind": kind, "key": key, "received": received or None}
    with door(place) as way:
        show_value(way.act("privacy/requests", wish), as_json=as_json, table=_line)


@app.command()
@spread
def close(
    number: Annotated[int, typer.Argument(min=1, help="Number of the request.")],
    refused: Annotated[bool, typer.Option("--refused", help="It was refused.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Close a request that `etappe forget` or `etappe export --request` did not close."""
    wish = {"state": "refused" if refused else "done"}
    with door(place) as way:
        show_value(
            way.act(f"privacy/requests/{number}/closing", wish), as_json=as_json, table=_line
        )


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("id", "kind", "key", "received", "due", "state", "receipt"):
        table.add_column(name)
    for one in found:
        table.add_row(
            str(one["id"]), one["kind"], one["key"] or "–", one["received"], one["due"], one["state"],
            one["receipt"],
        )  # fmt: skip
    return table


def _line(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['kind']}, {one['state']}, due {one['due']}"
