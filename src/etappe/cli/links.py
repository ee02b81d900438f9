"""etappe links: links, QR and coupon codes for posters, packaging, radio, print and people."""

from collections.abc import Sequence
from pathlib import Path
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
    help="Links, QR and coupon codes: make them, see what they brought.",
)

Id = Annotated[int, typer.Argument(metavar="ID", help="Number of the link.", min=1)]


@app.command()
@spread
def new(
    name: Annotated[str, typer.Argument(help="What it is for, e.g. 'Bus stop south'.")],
    target: Annotated[str, typer.Argument(help="The page it leads to, with https://.")],
    medium: Annotated[
        str, typer.Option(help="poster, packaging, print, letter, radio, store, influencer …")
    ] = "poster",
    campaign: Annotated[str, typer.Option(help="Else made from the name.")] = "",
    code: Annotated[str, typer.Option(help="A coupon code, if there is one.")] = "",
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Make a link, with a coupon code if one is named."""
    wish = {"name": name, "target": target, "medium": medium, "campaign": campaign, "code": code}
    with door(place) as way:
        made = way.act("links", wish)
    show_value(made, as_json=as_json, table=lambda link: f"{link['id']}: {link['url']}")


@app.command("list")
@spread
def list_links(*, place: Place, as_json: Json = False) -> None:
    """Every link with the visits, orders and revenue it brought."""
    with door(place) as way:
        show_value(way.read("links"), as_json=as_json, table=_table)


@app.command()
@spread
def qr(
    id_: Id,
    out: Annotated[Path, typer.Option(help="FILE.svg or FILE.png.")],
    *,
    place: Place,
) -> None:
    """Write the QR code of a link into a file."""
    kind = out.suffix.lower().removeprefix(".")
    if kind not in ("svg", "png"):
        raise typer.BadParameter("Name a file that ends in .svg or .png.", param_hint="--out")
    with door(place) as way:
        out.write_bytes(way.picture(f"links/{id_}/qr", kind=kind))
    typer.echo(str(out))


@app.command()
@spread
def remove(id_: Id, *, place: Place) -> None:
    """Put a link away; printed ones go on working and counting."""
    with door(place) as way:
        way.delete(f"links/{id_}")
    typer.echo(f"Link {id_} is put away; printed ones go on working.")


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("id", "name", "medium", "code", "visits", "orders", "value", "address"):
        right = name in ("visits", "orders", "value")
        table.add_column(name, overflow="fold", justify="right" if right else "left")
    for link in found:
        figures = (f"{link[name]:,}" for name in ("visits", "orders", "value"))
        named = str(link["id"]), link["name"], link["medium"], link["code"]
        table.add_row(*named, *figures, link["url"])
    return table
