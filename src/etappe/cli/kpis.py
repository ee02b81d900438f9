"""etappe kpis: orders, revenue, rates with their bases, sources."""

import typer

from etappe.cli.answering import answer
from etappe.cli.options import (
    DEFAULT_WAIT,
    Conversion,
    Data,
    Digital,
    From,
    Json,
    Shop,
    StageModel,
    To,
    Wait,
    Where,
    scope_params,
)
from etappe.cli.tables import kpis_table

app = typer.Typer(add_completion=False)


@app.command()
def kpis(
    from_: From = "",
    to: To = "",
    where: Where = "",
    conversion: Conversion = "",
    stages: StageModel = "",
    digital: Digital = False,
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
    as_json: Json = False,
) -> None:
    """Orders, revenue, rates with their bases, sources."""
    params = scope_params(from_, to, where, conversion, stages, digital)
    answer("kpis", params, data=data, shop=shop, wait=wait, as_json=as_json, table=kpis_table)
