"""etappe stages: people, time and losses per stage; the stage models and own ones."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.cli.answering import answer, show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread
from etappe.cli.tables import stages_table

app = typer.Typer(add_completion=False)

Key = Annotated[str, typer.Argument(help="Key of the model: small letters, digits and _.")]


@app.callback(invoke_without_command=True)
@spread
def stages(
    context: typer.Context,
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """People, time, moves and losses per stage of a model. Own models: etappe stages new."""
    if context.invoked_subcommand is not None:
        return
    params = scope.params()
    answer("stages", params, place=place, as_json=as_json, table=stages_table)


@app.command()
@spread
def models(*, place: Place, as_json: Json = False) -> None:
    """The stage models there are."""
    with door(place) as way:
        found = way.read("stage-models")
    show_value(found, as_json=as_json, table=_models_table)


def _models_table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("key", "name", "Name", "stages"):
        table.add_column(name)
    for model in found:
        names = " · ".join(stage["name"]["en"] for stage in model["stages"])
        table.add_row(model["key"], model["name"]["en"], model["name"]["de"], names)
    return table


@app.command()
@spread
def new(
    key: Key,
    stage: Annotated[list[str], typer.Option(help="A stage's name; once for each, in order.")],
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    based_on: Annotated[str, typer.Option(help="Take the touchpoints over from this model.")] = "",
    loop: Annotated[bool, typer.Option("--loop", help="Draw it as a cycle.")] = False,
    *,
    place: Place,
) -> None:
    """Make an own stage model."""
    model = {"name": name or key, "stage_names": stage, "based_on": based_on, "loop": loop}
    with door(place) as way:
        made = way.write(f"stage-models/{key}", model)
    typer.echo(f"{key}: {' · '.join(stage['name']['en'] for stage in made['stages'])}")


@app.command("place")
@spread
def put_touchpoint(
    key: Key,
    touchpoint: Annotated[str, typer.Argument(help="Key of the touchpoint.")],
    before: Annotated[str, typer.Option(help="Stage before the first conversion.")] = "",
    after: Annotated[str, typer.Option(help="Stage after the first conversion.")] = "",
    *,
    place: Place,
) -> None:
    """Put a touchpoint into a stage of a model, before and after the first conversion."""
    with door(place) as way:
        model = next((m for m in way.read("stage-models") if m["key"] == key), None)
        tables = {side: dict((model or {}).get(side, {})) for side in ("before", "after")}
        for side, stage in (("before", before), ("after", after)):
            if stage:
                tables[side][touchpoint] = stage
        way.write(f"stage-models/{key}", tables)
    typer.echo(f"{key}: {touchpoint} → {before or '–'} / {after or '–'}")


@app.command()
@spread
def delete(key: Key, *, place: Place) -> None:
    """Take an own model away."""
    with door(place) as way:
        way.delete(f"stage-models/{key}")
    typer.echo(f"{key} is gone.")
