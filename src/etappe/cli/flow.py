"""etappe flow: what follows what."""

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Collapse, Json, Level, Place, Scope, Unit
from etappe.cli.spread import spread
from etappe.cli.tables import flow_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def flow(
    level: Level = "event",
    within: Unit = "visit",
    collapse: Collapse = False,
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """What follows what, with the number of times, persons and typical time between."""
    params = scope.params()
    params |= {"level": level, "within": within, "collapse": collapse}
    answer("flow", params, place=place, as_json=as_json, table=flow_table)
