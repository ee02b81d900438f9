"""etappe paths: the most frequent courses."""

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
from etappe.cli.tables import paths_table

app = typer.Typer(add_completion=False)


@app.command()
def paths(
    level: Annotated[
        str,
        typer.Option(
            help="event, touchpoint, page, channel, campaign, device, product, category, stage or any property."
        ),
    ] = "event",
    per: Annotated[str, typer.Option(help="visit, journey, person or account.")] = "visit",
    after: Annotated[str, typer.Option(help="Begin at the first touch of this name.")] = "",
    before: Annotated[str, typer.Option(help="End at the first touch of this name.")] = "",
    steps: Annotated[
        int,
        typer.Option(
            min=1,
            max=50,
            help="Touches of a path at most; with --after or --before, beside that one.",
        ),
    ] = 10,
    collapse: Annotated[
        bool, typer.Option("--collapse", help="A run of equal names is one touch.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, help="Paths to list.")] = 50,
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
    """The most frequent courses; the rest is summed as other."""
    params = scope_params(from_, to, where, conversion, stages, digital)
    params |= {"level": level, "per": per, "after": after, "before": before}
    params |= {"steps": steps, "top": top, "collapse": collapse}
    answer("paths", params, data=data, shop=shop, wait=wait, as_json=as_json, table=paths_table)
