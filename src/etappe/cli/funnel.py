"""etappe funnel: how many take each step in order."""

from typing import Annotated

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
from etappe.cli.tables import funnel_table

app = typer.Typer(add_completion=False)


@app.command()
def funnel(
    steps: Annotated[list[str], typer.Argument(help="Names in order.")],
    within: Annotated[
        str, typer.Option(help="Time from the first to the last step, e.g. 30m, 7d.")
    ] = "7d",
    per: Annotated[str, typer.Option(help="visit, journey, person or account.")] = "person",
    level: Annotated[
        str,
        typer.Option(
            help="event, touchpoint, page, channel, campaign, device, product, category, stage or any property."
        ),
    ] = "event",
    by: Annotated[str, typer.Option(help="One funnel for each value of this column.")] = "",
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
    """How many take each step in order, and where they stop."""
    params = scope_params(from_, to, where, conversion, stages, digital)
    params |= {"steps": steps, "within": within, "per": per, "level": level, "by": by}
    answer("funnel", params, data=data, shop=shop, wait=wait, as_json=as_json, table=funnel_table)
