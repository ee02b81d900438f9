"""etappe note: write down a contact that no system saw."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Write down a call, visit, conversation or fair; list them, take one back.",
)

Person = Annotated[str, typer.Option(help="Number or any key of the person.")]
Account = Annotated[str, typer.Option(help="The account, if it is of a company.")]


@app.command()
@spread
def new(
    kind: Annotated[str, typer.Argument(help="call, conversation, store_visit, fair, letter …")],
    words: Annotated[str, typer.Argument(help="What it was about.")] = "",
    person: Person = "",
    account: Account = "",
    at: Annotated[str, typer.Option(help="When, as 2026-03-01T14:30; else now.")] = "",
    mood: Annotated[str, typer.Option(help="How it went: good, neutral or bad.")] = "neutral",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Write a contact down: it is an event at once."""
    wish = {"kind": kind, "words": words, "person": person, "account": account, "mood": mood}
    with door(place) as way:
        made = way.act("notes", wish | ({"at": at} if at else {}))
    show_value(made, as_json=as_json, table=lambda note: _table([note]))


@app.command("list")
@spread
def list_notes(
    person: Person = "",
    account: Account = "",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """What was written down of a person, or of an account's people whom nobody named."""
    with door(place) as way:
        found = way.read("notes", person=person, account=account)
    show_value(found, as_json=as_json, table=_table)


@app.command()
@spread
def remove(
    id_: Annotated[int, typer.Argument(metavar="ID", help="Number of the note.", min=1)],
    *,
    place: Place,
) -> None:
    """Take a note back: journeys are as if it had never been written."""
    with door(place) as way:
        way.delete(f"notes/{id_}")
    typer.echo(f"Note {id_} is taken back.")


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("id", "what", "when", "how", "words", "by"):
        table.add_column(name, overflow="fold")
    for note in found:
        when = str(note["at"])[:16].replace("T", " ")
        table.add_row(str(note["id"]), note["kind"], when, note["mood"], note["words"], note["by"])
    return table
