"""etappe shop: a shop's settings and what it holds."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.base.errors import BadInput
from etappe.base.main_rate import MainRate
from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, help="A shop's settings and what it holds.")


@app.callback(invoke_without_command=True)
@spread
def shop(context: typer.Context, *, place: Place, as_json: Json = False) -> None:
    """Show settings, the period of the data, and how much there is."""
    if context.invoked_subcommand is None:
        with door(place) as way:
            show_value(way.read(""), as_json=as_json, table=_table)


@app.command("set")
@spread
def set_(
    title: Annotated[str | None, typer.Option(help="What people call the shop.")] = None,
    language: Annotated[str | None, typer.Option(help="de or en.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217, e.g. EUR.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone, e.g. Europe/Berlin.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Phone numbers are read in it: DE, AT, CH … ISO 3166-1.")
    ] = None,
    gross: Annotated[bool | None, typer.Option(help="Money is shown with tax.")] = None,
    conversion: Annotated[str | None, typer.Option(help="The event a journey is for.")] = None,
    stages: Annotated[str | None, typer.Option(help="The stage model shown first.")] = None,
    main_rate: Annotated[
        MainRate | None, typer.Option(help="Of what base the first conversion rate is.")
    ] = None,
    idle_days: Annotated[
        int | None, typer.Option(help="A journey ends after so many days without a touch (60).")
    ] = None,
    idle_days_accounts: Annotated[
        int | None, typer.Option(help="The same for the journeys of accounts (120).")
    ] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Change settings. A shop that does not exist yet is made."""
    given = {
        "title": title,
        "language": language,
        "currency": currency,
        "zone": zone,
        "country": country,
        "gross": gross,
        "conversion": conversion,
        "model": stages,
        "main_rate": main_rate,
        "journey_idle_days": idle_days,
        "account_idle_days": idle_days_accounts,
    }
    change = {name: value for name, value in given.items() if value is not None}
    with door(place, create=True) as way:
        way.write("", change)
        show_value(way.read(""), as_json=as_json, table=_table)
        if not as_json and (country is not None or zone is not None):
            typer.echo(_phones(way.read("phone-numbers")))


@app.command()
@spread
def rates(
    file: Annotated[Path, typer.Argument(help="CSV with the columns day, currency, rate.")],
    *,
    place: Place,
) -> None:
    """Add dated rates of foreign currencies; without one their money is left out, and said so."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{file} cannot be read: {error}.", next_step="Name a CSV file in UTF-8.", field="file"
        ) from error
    with door(place) as way:
        kept = way.write("rates", {"csv": text})
    typer.echo(f"{len(kept)} rates; the past is read anew.")


@app.command()
@spread
def changes(
    limit: Annotated[int, typer.Option(help="How many, the newest first; at most 1,000.")] = 50,
    cursor: Annotated[str, typer.Option(help="Older ones: what the last call named.")] = "",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Who changed which setting: tracking, consent, times, write keys, the shop's own."""
    with door(place) as way:
        page = way.read("settings/changes", limit=limit, cursor=cursor)
    show_value(page, as_json=as_json, table=_history)
    if page["next"] and not as_json:
        typer.echo(f"Older ones: etappe shop changes --cursor {page['next']}")


def _history(page: dict[str, Any]) -> Table | str:
    if not page["changes"]:
        return "No setting was changed yet."
    table = Table(box=None, header_style="bold")
    for name in ("when (UTC)", "who", "what"):
        table.add_column(name)
    for one in page["changes"]:
        table.add_row(one["at"][:16].replace("T", " "), one["by"], one["sentences"]["en"])
    return table


def _phones(told: dict[str, Any]) -> str:
    numbers, fixed = told["numbers"], told["fixed"]
    if not told["country"]:
        return "No country yet: a phone number without its calling code is compared by its digits alone (--country)."
    stay = f"; {fixed:,} have no sealed original and stay as they were" if fixed else ""
    return f"Phone numbers are read in {told['country']}: {numbers:,} known{stay}."


def _table(overview: dict[str, object]) -> Table:
    table = Table(box=None, show_header=False)
    for name, value in overview.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count:,}" for key, count in value.items())
        elif isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        table.add_row(name.replace("_", " "), "–" if value is None else str(value))
    return table
