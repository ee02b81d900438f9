"""etappe segments: saved conditions of a shop."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="Saved conditions: list, save, forget.")

Key = Annotated[str, typer.Argument(help="The segment's key: small letters, digits, - and _.")]


@app.callback(invoke_without_command=True)
@spread
def segments(context: typer.Context, *, place: Place, as_json: Json = False) -> None:
    """Every saved segment with its condition."""
    if context.invoked_subcommand is not None:
        return
    with door(place) as way:
        found = way.read("segments")
    show_value(found, as_json=as_json, table=_table)


def _table(found: Sequence[dict[str, str]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("key", "name", "where", "by", "since"):
        table.add_column(name)
    for one in found:
        table.add_row(
            one["key"], one["name"], one["where"], one["created_by"], one["created_at"][:10]
        )
    return table


@app.command()
@spread
def save(
    key: Key,
    where: Annotated[str, typer.Argument(help="The condition, e.g. \"device = 'phone'\".")],
    name: Annotated[str, typer.Option(help="What people call it; default: the key.")] = "",
    *,
    place: Place,
) -> None:
    """Save a condition under a name; it is checked first."""
    with door(place) as way:
        kept = way.write(f"segments/{key}", {"name": name or key, "where": where})
    typer.echo(f"{kept['key']}: {kept['name']} · {kept['where']}")


@app.command()
@spread
def remove(key: Key, *, place: Place) -> None:
    """Forget a segment."""
    with door(place) as way:
        way.delete(f"segments/{key}")
    typer.echo(f"{key} is gone.")
