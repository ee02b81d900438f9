"""etappe restore: brings a backup back into a data directory that nobody uses."""

from pathlib import Path
from typing import Annotated, Any

import typer

from etappe.app.directory import DataDirectory
from etappe.base.errors import Busy
from etappe.cli.answering import show_value
from etappe.cli.commands import part
from etappe.cli.options import Data, Json, data_directory
from etappe.cli.remote import running_server

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    source: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that `etappe backup` made.")
    ],
    shop: Annotated[str, typer.Option(help="Only this shop of the backup, without users.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the backup in the place of what is there.")
    ] = False,
    forgotten: Annotated[
        Path | None,
        typer.Option(help="A forget list (or folder of lists) from elsewhere, applied before."),
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Bring a backup back, whole or not at all. Nothing is overwritten unless --replace says so.

    Who was forgotten since it was made is deleted from it first.
    """
    directory = DataDirectory(data_directory(data))
    server = running_server(directory)
    if server is not None:
        raise Busy(
            f"A server uses {directory.root} ({server.url}).",
            next_step="Stop it (Ctrl-C in its terminal), restore, and start it again.",
        )
    came: dict[str, Any] = part("local_backup").restored(
        directory, source, shop, replace, forgotten
    )
    show_value({"data": str(directory.root), **came}, as_json=as_json, table=_words)


def _words(came: dict[str, Any]) -> str:
    users = " and the users" if came["users"] else ""
    return f"{came['data']}  has {', '.join(came['shops'])}{users} back, as of {came['made_at']}."
