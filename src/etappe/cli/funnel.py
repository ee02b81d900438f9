"""etappe funnel: how many take each step in order."""

from typing import Annotated

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Level, Place, Scope, Unit
from etappe.cli.spread import spread
from etappe.cli.tables import funnel_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def funnel(
    steps: Annotated[list[str], typer.Argument(help="Names in order.")],
    within: Annotated[
        str, typer.Option(help="Time from the first to the last step, e.g. 30m, 7d.")
    ] = "7d",
    per: Unit = "person",
    level: Level = "event",
    by: Annotated[str, typer.Option(help="One funnel for each value of this column.")] = "",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """How many take each step in order, and where they stop."""
    params = scope.params()
    params |= {"steps": steps, "within": within, "per": per, "level": level, "by": by}
    answer("funnel", params, place=place, as_json=as_json, table=funnel_table)
