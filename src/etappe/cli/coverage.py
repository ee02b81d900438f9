"""etappe coverage: of how many orders the way to them was seen, and why it was not of the others."""

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import coverage_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def coverage(
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """Of how many orders the way to them was seen, and why it was not of the others."""
    answer("coverage", scope.params(), place=place, as_json=as_json, table=coverage_table)
