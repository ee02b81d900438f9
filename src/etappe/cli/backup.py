"""etappe backup: a copy of all shops and the users, or of one shop, while they may be in use."""

from pathlib import Path
from typing import Annotated, Any

import typer

from etappe.app.directory import DataDirectory
from etappe.base.errors import NotFound
from etappe.cli.answering import show_value
from etappe.cli.commands import part
from etappe.cli.door import own_house
from etappe.cli.options import Json, Place, data_directory
from etappe.cli.remote import Server, decoded, running_server
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)


@app.command()
@spread
def backup(
    to: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Copy all shops with the users, or the one of --shop; journeys are rebuilt from the copy."""
    made = _made(to.absolute(), place)
    show_value({"to": str(to), **made}, as_json=as_json, table=_words)


def _made(to: Path, place: Place) -> dict[str, Any]:
    directory = DataDirectory(data_directory(place.data))
    server = running_server(directory)
    if server is not None:
        with Server(server) as asked:
            body = {"to": str(to), "shop": place.shop}
            made: dict[str, Any] = decoded(asked.call("PUT", "/api/backup", json=body))
            return made
    if not directory.root.is_dir():
        raise NotFound(f"There is no {directory.root}.", next_step="Name another with --data.")
    house = own_house(directory.root, place.wait)
    try:
        made = part("local_backup").made(house, to, place.shop)
        return made
    finally:
        house.close()


def _words(made: dict[str, Any]) -> str:
    users = " and the users" if made["users"] else ""
    return f"{made['to']}  holds {', '.join(made['shops'])}{users}. To bring it back: etappe restore {made['to']}"
