"""etappe keys: the write keys by which sources may send events."""

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
    help="The keys by which sources may send: list, make, take back.",
)


@app.command("list")
@spread
def list_keys(*, place: Place, as_json: Json = False) -> None:
    """Every write key; of a server's key only a digest is kept, so its text is not shown."""
    with door(place) as way:
        show_value(way.read("keys"), as_json=as_json, table=_table)


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("id", "kind", "name", "key", "per second", "signed", "since", "taken back"):
        table.add_column(name, overflow="fold", no_wrap=name == "key")
    for key in found:
        table.add_row(
            str(key["id"]),
            key["kind"],
            key["name"],
            key["key"] or "(shown once)",
            str(key["per_second"] or ""),
            ", ".join(key["signed"]),
            key["created_at"][:10],
            (key["revoked_at"] or "")[:10],
        )
    return table


@app.command()
@spread
def new(
    name: Annotated[str, typer.Argument(help="Which source will send with it, e.g. 'ERP'.")],
    server: Annotated[
        bool,
        typer.Option("--server", help="A secret key for a server; without it a browser's key."),
    ] = False,
    per_second: Annotated[
        int | None, typer.Option(min=1, help="At most so many events a second.")
    ] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Make a write key. The text of a server's key is shown this once only."""
    wish = {"kind": "server" if server else "browser", "name": name, "per_second": per_second}
    with door(place) as way:
        made = way.act("keys", wish)
    show_value(made, as_json=as_json, table=_made)


def _made(made: dict[str, Any]) -> str:
    once = "  (keep it now: it cannot be shown again)" if made["key"]["kind"] == "server" else ""
    return f"{made['key']['id']}: {made['key']['name']}  {made['text']}{once}"


@app.command()
@spread
def sign(
    id_: Annotated[int, typer.Argument(metavar="ID", help="Number of the server's key.", min=1)],
    system: Annotated[str, typer.Argument(help="The platform: shopify, woocommerce …")],
    *,
    without: Annotated[
        bool, typer.Option("--without", help="Take the secret away: unsigned webhooks count again.")
    ] = False,
    place: Place,
) -> None:
    """Take a platform's webhooks only if they are signed; asks for the secret, which is never shown again."""
    secret = "" if without else typer.prompt("Secret", hide_input=True, err=True)
    with door(place) as way:
        way.write(f"keys/{id_}/webhooks/{system}", {"secret": secret})
    typer.echo(
        f"Webhooks of {system} are taken unsigned with key {id_}."
        if without
        else f"Webhooks of {system} are taken with key {id_} only if they are signed with this secret."
    )


@app.command()
@spread
def revoke(
    id_: Annotated[int, typer.Argument(metavar="ID", help="Number of the key.", min=1)],
    *,
    place: Place,
) -> None:
    """Take a key back: what is sent with it is refused from now on."""
    with door(place) as way:
        way.delete(f"keys/{id_}")
    typer.echo(f"Key {id_} is taken back; what is sent with it is refused.")
