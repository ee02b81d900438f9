"""etappe touchpoints: the catalogue of contacts; change one or make one."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any, Literal

import typer
from rich.table import Table

from etappe.base.errors import NotFound
from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="The catalogue of touchpoints.")


@app.callback(invoke_without_command=True)
@spread
def touchpoints(context: typer.Context, *, place: Place, as_json: Json = False) -> None:
    """Every touchpoint: shipped, guessed from event names (?), changed or made here."""
    if context.invoked_subcommand is not None:
        return
    with door(place) as way:
        found = way.read("touchpoints")
    show_value(found, as_json=as_json, table=_table)


@app.command("set")
@spread
def set_(
    key: Annotated[str, typer.Argument(help="Key of the touchpoint; a new one makes one.")],
    name_de: Annotated[str | None, typer.Option(help="German name.")] = None,
    name_en: Annotated[str | None, typer.Option(help="English name.")] = None,
    part: Annotated[
        Literal["before", "during", "after", "neutral"] | None,
        typer.Option(help="Part of the purchase; journeys are cut by it."),
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="Channel of contacts outside visits; '' for none.")
    ] = None,
    digital: Annotated[
        bool | None, typer.Option("--digital/--analogue", help="Digital or analogue.")
    ] = None,
    direct: Annotated[
        bool | None, typer.Option("--direct/--indirect", help="Whether the shop speaks itself.")
    ] = None,
    ownership: Annotated[
        Literal["own", "paid", "earned"] | None, typer.Option(help="Whose place it is.")
    ] = None,
    content: Annotated[str | None, typer.Option(help="Kind of content: product, help …")] = None,
    purpose_de: Annotated[str | None, typer.Option(help="What it is for, in German.")] = None,
    purpose_en: Annotated[str | None, typer.Option(help="What it is for, in English.")] = None,
    team: Annotated[str | None, typer.Option(help="Who is responsible.")] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Change a touchpoint, or make one: what is not named stays. A changed part cuts the journeys anew."""
    given = {
        "name": _texts(name_de, name_en),
        "part": part,
        "channel": channel,
        "digital": digital,
        "direct": direct,
        "ownership": ownership,
        "content": content,
        "purpose": _texts(purpose_de, purpose_en),
        "team": team,
    }
    change = {field: value for field, value in given.items() if value is not None}
    with door(place) as way:
        if "name" not in change:
            _must_exist(key, way.read("touchpoints"))
        changed = way.write(f"touchpoints/{key}", change)
    show_value(changed, as_json=as_json, table=_card)


def _texts(de: str | None, en: str | None) -> dict[str, str] | None:
    texts = {language: text for language, text in (("de", de), ("en", en)) if text is not None}
    return texts or None


def _must_exist(key: str, known: Sequence[dict[str, Any]]) -> None:
    """A misspelt key must not make a touchpoint: a new one is told by its name."""
    keys = [touchpoint["key"] for touchpoint in known]
    if key in keys:
        return
    near = get_close_matches(key, keys, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise NotFound(
        f"There is no touchpoint {key!r}.",
        next_step=f"{hint}To make a new one, give it a name: --name-de … --name-en …",
        field="key",
    )


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("key", "", "name", "Name", "part", "channel", "kind"):
        table.add_column(name)
    for one in found:
        guess = "?" if one["origin"] == "guessed" else ""
        names = [one["name"].get(language, "") for language in ("en", "de")]
        kind = ["digital" if one["digital"] else "analogue", one["ownership"]]
        kind += [] if one["direct"] else ["indirect"]
        table.add_row(one["key"], guess, *names, one["part"], one["channel"], ", ".join(kind))
    return table


def _card(one: dict[str, Any]) -> Table:
    """All fields of one touchpoint, one below the other."""
    table = Table(box=None, show_header=False)
    for name, value in one.items():
        if isinstance(value, dict):
            value = " · ".join(f"{language}: {text}" for language, text in value.items())
        table.add_row(name, str(value))
    return table
