"""etappe events: one person's time line, or the newest events."""

from typing import Annotated

import msgspec
import typer
from rich.console import Console

from etappe.cli.door import door
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import events_table

app = typer.Typer(add_completion=False)


class _Page(msgspec.Struct):
    """A page as the encoder wrote it; the list of events passes through byte by byte."""

    events: msgspec.Raw
    next: str | None = None


@app.command()
@spread
def events(
    person: Annotated[
        str, typer.Option(help="Any key of the person, or the person's number.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Events to list.")] = 1000,
    cursor: Annotated[str, typer.Option(help="Go on where the page before ended.")] = "",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """One person's time line in row order; without --person the newest events."""
    params = scope.params()
    params |= {"person": person, "limit": limit, "cursor": cursor}
    with door(place) as way:
        page = msgspec.json.decode(way.ask("events", params), type=_Page)
    if as_json:
        typer.echo(bytes(page.events).decode())
    else:
        Console().print(events_table(msgspec.json.decode(page.events)))
    if page.next:
        typer.echo(f"There is more: --cursor {page.next}", err=True)
