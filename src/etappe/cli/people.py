"""etappe people: who stands behind a figure, who a search finds, one person's page."""

from typing import Annotated
from urllib.parse import quote

import msgspec
import typer
from rich.console import Console

from etappe.cli.answering import answer
from etappe.cli.door import door
from etappe.cli.options import Json, Place, Scope
from etappe.cli.people_identity import add_identity
from etappe.cli.people_tables import people_table, person_table
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="Who stands behind a figure; one person's page.")


@app.callback(invoke_without_command=True)
@spread
def people(
    context: typer.Context,
    search: Annotated[
        str, typer.Option(help="Key or its beginning, order, e-mail address, person's number.")
    ] = "",
    of: Annotated[str, typer.Option(help="flow, funnel, paths, stages or kpis.")] = "",
    q: Annotated[
        str, typer.Option("--q", help="Its own question: 'steps=view_item&steps=purchase'.")
    ] = "",
    part: Annotated[str, typer.Option(help="Which figure: reached, lost, node, edge …")] = "",
    name: Annotated[
        list[str] | None, typer.Option(help="What the figure is of; again for more names.")
    ] = None,
    step: Annotated[int | None, typer.Option(help="Step of a funnel, from 1.")] = None,
    value: Annotated[str, typer.Option(help="Group of a funnel that is split.")] = "",
    sort: Annotated[str, typer.Option(help="seen or value.")] = "seen",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Persons to list.")] = 50,
    cursor: Annotated[str, typer.Option(help="Go on where the page before ended.")] = "",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """Persons in scope, or behind one figure of another analysis; keys are masked."""
    if context.invoked_subcommand is not None:
        return
    own = {
        "search": search, "of": of, "q": q, "part": part, "name": name or [], "step": step,
        "value": value, "cursor": cursor,
    }  # fmt: skip
    params = scope.params()
    params |= {key: given for key, given in own.items() if given not in ("", None, [])}
    params |= {"sort": sort, "limit": limit}
    answer("people", params, place=place, as_json=as_json, table=people_table)


@app.command()
@spread
def show(
    person: Annotated[str, typer.Argument(help="Any key of the person, or the person's number.")],
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """One person: visits, contacts and orders in order of time; keys are masked."""
    with door(place) as way:
        page = way.read(f"people/{quote(person, safe='')}")
    if as_json:
        typer.echo(msgspec.json.encode(page).decode())
        return
    console = Console()
    console.print(page["sentences"]["en"], style="bold", highlight=False)
    console.print(person_table(page))


add_identity(app)
