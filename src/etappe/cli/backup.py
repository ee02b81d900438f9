"""etappe backup: a copy of a shop, made through its databases while it may be in use."""

from pathlib import Path
from typing import Annotated

import typer

from etappe.cli.door import door
from etappe.cli.options import DEFAULT_WAIT, Data, Shop, Wait

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    data: Data = None,
    shop: Shop = "default",
    wait: Wait = DEFAULT_WAIT,
) -> None:
    """Copy a shop's events and records into a new folder; journeys are rebuilt from them."""
    with door(data, shop, wait) as way:
        way.write("backup", {"to": str(to.absolute())})
    typer.echo(f"{to}  done. To use it, put it into a data directory below shops/.")
