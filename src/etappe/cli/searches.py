"""etappe searches: what people search for in the shop, what finds nothing, and what follows."""

from typing import Annotated

import typer

from etappe.cli.answering import answer
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import searches_table

app = typer.Typer(add_completion=False)


@app.command()
@spread
def searches(
    term: Annotated[str, typer.Option(help="What followed where this term found nothing.")] = "",
    top: Annotated[int, typer.Option(help="So many terms; the rest is summed.")] = 50,
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """What people search for in the shop, what finds nothing, and what follows."""
    params = scope.params() | {"term": term, "top": top}
    answer("searches", params, place=place, as_json=as_json, table=searches_table)
