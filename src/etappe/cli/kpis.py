"""etappe kpis: orders, revenue, rates with their bases, sources."""

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import kpis_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def kpis(
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """Orders, revenue, rates with their bases, sources."""
    params = scope.params()
    answer("kpis", params, place=place, as_json=as_json, table=kpis_table)
