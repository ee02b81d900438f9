"""etappe paths: the most frequent courses."""

from typing import Annotated

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Collapse, Json, Level, Place, Scope, Unit
from etappe.cli.spread import spread
from etappe.cli.tables import paths_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def paths(
    level: Level = "event",
    per: Unit = "visit",
    after: Annotated[str, typer.Option(help="Begin at the first touch of this name.")] = "",
    before: Annotated[str, typer.Option(help="End at the first touch of this name.")] = "",
    steps: Annotated[
        int,
        typer.Option(
            min=1,
            max=50,
            help="Touches of a path at most; with --after or --before, beside that one.",
        ),
    ] = 10,
    collapse: Collapse = False,
    top: Annotated[int, typer.Option(min=1, help="Paths to list.")] = 50,
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """The most frequent courses; the rest is summed as other."""
    params = scope.params()
    params |= {"level": level, "per": per, "after": after, "before": before}
    params |= {"steps": steps, "top": top, "collapse": collapse}
    answer("paths", params, place=place, as_json=as_json, table=paths_table)
