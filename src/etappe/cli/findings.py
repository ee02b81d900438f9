"""etappe findings: what stands out."""

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import findings_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def findings(
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """What stands out: the largest loss, the largest change, the slowest stage."""
    params = scope.params()
    answer("findings", params, place=place, as_json=as_json, table=findings_table)
