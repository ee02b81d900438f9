"""etappe words: what each event name means; guesses to confirm or to change."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.base.errors import BadInput
from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="What each event name means.")


@app.callback(invoke_without_command=True)
@spread
def words(context: typer.Context, *, place: Place, as_json: Json = False) -> None:
    """What each event name of the data means; guesses are marked with a question mark."""
    if context.invoked_subcommand is not None:
        return
    with door(place) as way:
        found = way.read("event-words")
    show_value(found, as_json=as_json, table=_table)


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("event", "", "meaning", "touchpoint", "part", "conversion"):
        table.add_column(name)
    for word in found:
        guess = "?" if word["origin"] == "guessed" else ""
        conversion = "yes" if word["is_conversion"] else ""
        table.add_row(
            word["name"], guess, word["meaning"], word["touchpoint"], word["part"], conversion
        )
    return table


@app.command()
@spread
def confirm(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names; none means all guesses.")
    ] = None,
    *,
    place: Place,
) -> None:
    """Confirm guesses."""
    with door(place) as way:
        left = way.write("event-words", {"names": names or []})
    guesses = sum(word["origin"] == "guessed" for word in left)
    typer.echo(f"Confirmed. {guesses} guesses are left.")


@app.command("set")
@spread
def set_(
    name: Annotated[str, typer.Argument(help="The event's name as it was sent.")],
    meaning: Annotated[str, typer.Option(help="The standard name it stands for.")] = "",
    touchpoint: Annotated[str, typer.Option(help="Key of the touchpoint.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would change.")
    ] = False,
    *,
    place: Place,
) -> None:
    """Say what an event name means."""
    given = {"meaning": meaning, "touchpoint": touchpoint}
    change = {field: value for field, value in given.items() if value}
    with door(place) as way:
        if dry_run:
            typer.echo(way.act("words/preview", {"events": {name: change}})["sentences"]["en"])
            return
        word = way.write(f"event-words/{name}", change)
    typer.echo(f"{name}: {word['meaning']} · touchpoint {word['touchpoint']} · {word['part']}")


@app.command()
@spread
def rules(
    file: Annotated[Path, typer.Argument(help="TOML with [[rule]] tables.")],
    *,
    place: Place,
) -> None:
    """Replace the shop's own rules event → touchpoint by those of a file."""
    try:
        found = tomllib.loads(file.read_text("utf-8")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            f"{file} cannot be read as TOML: {error}.",
            next_step='Write one [[rule]] a rule: event = "page_view", path = "/faq*", touchpoint = "faq".',
            field="file",
        ) from error
    with door(place) as way:
        way.write("touchpoint-rules", found)
    typer.echo(f"{len(found)} own rules; the past is read anew.")


@app.command()
@spread
def changes(
    limit: Annotated[int, typer.Option(help="How many, the newest first; at most 1,000.")] = 50,
    cursor: Annotated[str, typer.Option(help="Older ones: what the last call named.")] = "",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Who changed which words, and what was undone."""
    with door(place) as way:
        page = way.read("changes", limit=limit, cursor=cursor)
    show_value(page, as_json=as_json, table=_history)
    if page["next"] and not as_json:
        typer.echo(f"Older ones: etappe words changes --cursor {page['next']}")


def _history(page: dict[str, Any]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("id", "when", "who", "what", ""):
        table.add_column(name)
    for change in page["changes"]:
        table.add_row(
            str(change["id"]),
            change["at"][:16].replace("T", " "),
            change["by"],
            change["sentences"]["en"],
            f"undone by {change['undone_by']}" if change["undone_by"] else "",
        )
    return table


@app.command()
@spread
def undo(
    id_: Annotated[int, typer.Argument(metavar="ID", help="Number of the change.", min=1)],
    *,
    place: Place,
) -> None:
    """Take a change back. To bring it back, undo the undoing."""
    with door(place) as way:
        made = way.act(f"changes/{id_}/undo")
    typer.echo(f"{made['sentences']['en']}. That is change {made['id']}.")
