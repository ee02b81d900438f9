"""etappe tracking: what the tracker watches, and what happens without consent."""

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
    help="What the tracker watches, and what happens without consent: show, set.",
)

NONE = "none"
"""Typed for an empty list."""


@app.command()
@spread
def show(*, place: Place, as_json: Json = False) -> None:
    """How the shop is tracked."""
    with door(place) as way:
        show_value(way.read("tracking"), as_json=as_json, table=_table)


@app.command("set")
@spread
def set_(
    extras: Annotated[
        str | None,
        typer.Option(help="What is watched beside page views, with commas: ga4,clicks; or none."),
    ] = None,
    without_consent: Annotated[
        str | None, typer.Option(help="Visits without consent: count (without cookies) or drop.")
    ] = None,
    consent_required: Annotated[
        bool | None, typer.Option(help="Nothing is stored on a device before consent.")
    ] = None,
    origins: Annotated[
        str | None, typer.Option(help="Sites that may send, with commas; none: every site may.")
    ] = None,
    linked: Annotated[
        str | None, typer.Option(help="Further domains of the shop, with commas; or none.")
    ] = None,
    country: Annotated[
        bool | None, typer.Option(help="Look the country up; the address is never kept.")
    ] = None,
    trust_proxy: Annotated[
        bool | None, typer.Option(help="Take the address from X-Forwarded-For.")
    ] = None,
    withdrawal_past: Annotated[
        bool | None, typer.Option(help="A withdrawn consent also takes what was kept before.")
    ] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Change switches; what is not named stays."""
    given: dict[str, Any] = {
        "extras": _several(extras),
        "without_consent": without_consent,
        "consent_required": consent_required,
        "allowed_origins": _several(origins),
        "linked_domains": _several(linked),
        "country": country,
        "trust_proxy": trust_proxy,
        "withdrawal_past": withdrawal_past,
    }
    change = {name: value for name, value in given.items() if value is not None}
    with door(place) as way:
        show_value(way.write("tracking", change), as_json=as_json, table=_table)


def _several(text: str | None) -> list[str] | None:
    if text is None or text.strip() == NONE:
        return None if text is None else []
    return [part.strip() for part in text.split(",") if part.strip()]


def _table(settings: dict[str, Any]) -> Table:
    table = Table(box=None, show_header=False)
    for name, value in settings.items():
        shown = ", ".join(value) or NONE if isinstance(value, list) else value
        if isinstance(shown, bool):
            shown = "yes" if shown else "no"
        table.add_row(name.replace("_", " "), str(shown))
    return table
