"""etappe calendar: how many touches, visits and orders there are, week by week."""

from typing import Annotated

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import calendar_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def calendar(
    every: Annotated[str, typer.Option(help="day, week or month.")] = "week",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """Touches, visits and orders by day, week or month."""
    params = scope.params() | {"every": every}
    answer("calendar", params, place=place, as_json=as_json, table=calendar_table)
