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
    every: Annotated[
        str, typer.Option(help="The course by day, week or month of the first step.")
    ] = "",
    compare: Annotated[
        str, typer.Option(help="Beside the period just before (previous) or a year ago (year).")
    ] = "",
    compare_from: Annotated[
        str, typer.Option(help="Or beside any other period: its first day.")
    ] = "",
    compare_to: Annotated[str, typer.Option(help="Last day of that period.")] = "",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """How many take each step in order, and where they stop."""
    params = scope.params()
    params |= {"steps": steps, "within": within, "per": per, "level": level, "by": by}
    params |= {"every": every, "compare": compare}
    params |= {"compare_from": compare_from, "compare_to": compare_to}
    answer("funnel", params, place=place, as_json=as_json, table=funnel_table)
