"""etappe flow: what follows what."""

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
from etappe.cli.tables import flow_table

app = typer.Typer(add_completion=False)


@app.command()
def flow(
    level: Annotated[
        str,
        typer.Option(
            help="event, touchpoint, page, channel, campaign, device, product, category, stage or any property."
        ),
    ] = "event",
    within: Annotated[str, typer.Option(help="visit, journey, person or account.")] = "visit",
    collapse: Annotated[
        bool, typer.Option("--collapse", help="A run of equal names is one touch.")
    ] = False,
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
    """What follows what, with the number of times, persons and typical time between."""
    params = scope_params(from_, to, where, conversion, stages, digital)
    params |= {"level": level, "within": within, "collapse": collapse}
    answer("flow", params, data=data, shop=shop, wait=wait, as_json=as_json, table=flow_table)
