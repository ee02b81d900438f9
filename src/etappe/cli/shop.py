"""etappe shop: a shop's settings and what it holds."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from etappe.base.errors import BadInput
from etappe.cli.door import door
from etappe.cli.options import DEFAULT_WAIT, Data, Shop, Wait

app = typer.Typer(add_completion=False, help="A shop's settings and what it holds.")


@app.callback(invoke_without_command=True)
def shop(
    context: typer.Context, data: Data = None, shop: Shop = "default", wait: Wait = DEFAULT_WAIT
) -> None:
    """Show settings, the period of the data, and how much there is."""
    if context.invoked_subcommand is None:
        with door(data, shop, wait) as way:
            _show(way.read(""))


@app.command("set")
def set_(
    title: Annotated[str | None, typer.Option(help="What people call the shop.")] = None,
    language: Annotated[str | None, typer.Option(help="de or en.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217, e.g. EUR.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone, e.g. Europe/Berlin.")] = None,
    gross: Annotated[bool | None, typer.Option(help="Money is shown with tax.")] = None,
    conversion: Annotated[str | None, typer.Option(help="The event a journey is for.")] = None,
    stages: Annotated[str | None, typer.Option(help="The stage model shown first.")] = None,
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Change settings. A shop that does not exist yet is made."""
    given = {
        "title": title,
        "language": language,
        "currency": currency,
        "zone": zone,
        "gross": gross,
        "conversion": conversion,
        "model": stages,
    }
    change = {name: value for name, value in given.items() if value is not None}
    with door(data, shop, wait, create=True) as way:
        way.write("", change)
        _show(way.read(""))


@app.command()
def rates(
    file: Annotated[Path, typer.Argument(help="CSV with the columns day, currency, rate.")],
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Add dated rates of foreign currencies; without one their money is left out, and said so."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{file} cannot be read: {error}.", next_step="Name a CSV file in UTF-8.", field="file"
        ) from error
    with door(data, shop, wait) as way:
        kept = way.write("rates", {"csv": text})
    typer.echo(f"{len(kept)} rates; the past is read anew.")


def _show(overview: dict[str, object]) -> None:
    table = Table(box=None, show_header=False)
    for name, value in overview.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count:,}" for key, count in value.items())
        elif isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        table.add_row(name.replace("_", " "), "–" if value is None else str(value))
    Console().print(table)
