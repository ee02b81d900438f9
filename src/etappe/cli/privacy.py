"""etappe privacy: what is stored; what one person agreed to; who looked; the record of processing; receipts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.table import Table

from etappe.base.errors import BadInput
from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.export import write_file
from etappe.cli.forget import words
from etappe.cli.options import Json, Place
from etappe.cli.privacy_tables import stored_table
from etappe.cli.spread import spread

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="What is stored; consent; who looked; the record of processing; receipts.",
)
Person = Annotated[str, typer.Argument(help="Any key of the person (user:4711), or person:17.")]
Purposes = Annotated[
    list[str] | None,
    typer.Option("--purpose", help="analytics, marketing, personalization; again for more."),
]


@app.command()
@spread
def show(*, place: Place, as_json: Json = False) -> None:
    """What is stored about people, field by field; visits by consent; what each purpose allows."""
    with door(place) as way:
        show_value(way.read("privacy"), as_json=as_json, table=stored_table)


@app.command()
@spread
def openings(
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="So many at most.")] = 100,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Who looked at the personal data of whom, the latest first."""
    with door(place) as way:
        found = way.read("openings", limit=limit)
    show_value(found["openings"], as_json=as_json, table=_openings)


@app.command()
@spread
def consent(person: Person, *, place: Place, as_json: Json = False) -> None:
    """What a person agreed to and when, the latest first."""
    with door(place) as way:
        found = way.read(f"privacy/consent/{quote(person, safe='')}")
    show_value(found, as_json=as_json, table=_consent)


@app.command()
@spread
def withdraw(
    person: Person,
    purpose: Purposes = None,
    agree: Annotated[bool, typer.Option("--agree", help="The person agrees again.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Note that a person withdrew their consent: it counts at once, on every device."""
    wish = {"person": person, "purposes": purpose or ["analytics"], "agree": agree}
    with door(place) as way:
        show_value(way.act("privacy/consent", wish), as_json=as_json, table=_consent)


@app.command()
@spread
def record(
    out: Annotated[Path, typer.Option(help="FILE.md or FILE.html.")],
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    *,
    place: Place,
) -> None:
    """Write the draft of a record of processing (GDPR Art. 30) with the technical measures."""
    if out.suffix.lower() not in (".md", ".html"):
        raise BadInput(
            f"--out {out}: of which kind?",
            next_step="Name a file ending in .md or .html.",
            field="out",
        )
    params = {"format": out.suffix.lower()[1:], "language": language}
    with door(place) as way:
        content = way.file("privacy/record", None, params)
    write_file(out, content)


@app.command()
@spread
def receipts(*, place: Place, as_json: Json = False) -> None:
    """Every receipt of a forgetting, the latest first."""
    with door(place) as way:
        found = way.read("privacy/receipts")
    show_value(found, as_json=as_json, table=_receipts)


@app.command()
@spread
def seal(*, place: Place, as_json: Json = False) -> None:
    """Seal personal properties of events that came before Etappe sealed them; a running server does so by itself."""
    with door(place) as way:
        done = way.act("privacy/sealing")
    show_value(
        done, as_json=as_json, table=lambda told: f"{told['sealed']:,} events sealed afterwards."
    )


@app.command()
@spread
def rehash(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Change the secret by which addresses and phone numbers are hashed, and make all hashes anew."""
    if not yes:
        typer.confirm("Change the secret? Hashes without a sealed original are lost.", abort=True)
    with door(place) as way:
        show_value(way.act("privacy/rehash"), as_json=as_json, table=_rehashed)


def _rehashed(done: dict[str, Any]) -> str:
    lost = (
        f"; {done['lost']:,} have no original and will not be found again" if done["lost"] else ""
    )
    return f"{done['rehashed']:,} hashes made anew{lost}."


def _consent(told: dict[str, Any]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("when (UTC)", "purpose", "choice", "text"):
        table.add_column(name)
    for one in told["withdrawn"]:
        table.add_row(_moment(one["at"]), one["purpose"], "withdrawn", f"noted by {one['by']}")
    for fact in told["facts"]:
        choice = "agreed" if fact["agreed"] else "refused"
        table.add_row(_moment(fact["at"]), fact["purpose"], choice, fact["version"])
    return table


def _openings(found: Sequence[dict[str, Any]]) -> Table | str:
    if not found:
        return "Nobody has opened a person's data so far."
    table = Table(box=None, header_style="bold")
    for name in ("when (UTC)", "who", "person"):
        table.add_column(name)
    for one in found:
        table.add_row(_moment(one["opened_at"]), one["opened_by"], str(one["person"]))
    return table


def _receipts(found: Sequence[dict[str, Any]]) -> str:
    return "\n".join(map(words, found)) or "Nobody was forgotten."


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
