"""etappe stages: people, time and losses per stage; the stage models and own ones."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from etappe.cli.answering import answer
from etappe.cli.door import door
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
from etappe.cli.tables import stages_table

app = typer.Typer(add_completion=False)

Key = Annotated[str, typer.Argument(help="Key of the model: small letters, digits and _.")]


@app.callback(invoke_without_command=True)
def stages(
    context: typer.Context,
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
    """People, time, moves and losses per stage of a model. Own models: etappe stages new."""
    if context.invoked_subcommand is not None:
        return
    params = scope_params(from_, to, where, conversion, stages, digital)
    answer("stages", params, data=data, shop=shop, wait=wait, as_json=as_json, table=stages_table)


@app.command()
def models(data: Data = None, shop: Shop = "default", wait: Wait = DEFAULT_WAIT) -> None:
    """The stage models there are."""
    table = Table(box=None, header_style="bold")
    for name in ("key", "name", "Name", "stages"):
        table.add_column(name)
    with door(data, shop, wait) as way:
        for model in way.read("stage-models"):
            names = " · ".join(stage["name"]["en"] for stage in model["stages"])
            table.add_row(model["key"], model["name"]["en"], model["name"]["de"], names)
    Console().print(table)


@app.command()
def new(
    key: Key,
    stage: Annotated[list[str], typer.Option(help="A stage's name; once for each, in order.")],
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    based_on: Annotated[str, typer.Option(help="Take the touchpoints over from this model.")] = "",
    loop: Annotated[bool, typer.Option("--loop", help="Draw it as a cycle.")] = False,
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Make an own stage model."""
    model = {"name": name or key, "stage_names": stage, "based_on": based_on, "loop": loop}
    with door(data, shop, wait) as way:
        made = way.write(f"stage-models/{key}", model)
    typer.echo(f"{key}: {' · '.join(stage['name']['en'] for stage in made['stages'])}")


@app.command()
def place(
    key: Key,
    touchpoint: Annotated[str, typer.Argument(help="Key of the touchpoint.")],
    before: Annotated[str, typer.Option(help="Stage before the first conversion.")] = "",
    after: Annotated[str, typer.Option(help="Stage after the first conversion.")] = "",
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Put a touchpoint into a stage of a model, before and after the first conversion."""
    with door(data, shop, wait) as way:
        model = next((m for m in way.read("stage-models") if m["key"] == key), None)
        tables = {side: dict((model or {}).get(side, {})) for side in ("before", "after")}
        for side, stage in (("before", before), ("after", after)):
            if stage:
                tables[side][touchpoint] = stage
        way.write(f"stage-models/{key}", tables)
    typer.echo(f"{key}: {touchpoint} → {before or '–'} / {after or '–'}")


@app.command()
def delete(key: Key, data: Data = None, shop: Shop = "default", wait: Wait = DEFAULT_WAIT) -> None:
    """Take an own model away."""
    with door(data, shop, wait) as way:
        way.delete(f"stage-models/{key}")
    typer.echo(f"{key} is gone.")
