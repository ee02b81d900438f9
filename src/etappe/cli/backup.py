"""etappe backup: a copy of a shop, made through its databases while it may be in use."""

from pathlib import Path
from typing import Annotated

import typer

from etappe.cli.door import door
from etappe.cli.options import Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)


@app.command()
@spread
def backup(
    to: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    *,
    place: Place,
) -> None:
    """Copy a shop's events and records into a new folder; journeys are rebuilt from them."""
    with door(place) as way:
        way.write("backup", {"to": str(to.absolute())})
    typer.echo(f"{to}  done. To use it, put it into a data directory below shops/.")
