"""etappe doctor: looks whether everything is well, and says what to do where it is not."""

import shutil
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from etappe import __version__
from etappe.app.directory import DataDirectory
from etappe.base.errors import EtappeError
from etappe.cli.door import own_house
from etappe.cli.options import Data, data_directory
from etappe.cli.remote import running_server

if TYPE_CHECKING:
    from etappe.app.house import House

app = typer.Typer(add_completion=False)
LITTLE_ROOM = 2 * 2**30


@app.command()
def doctor(data: Data = None) -> None:
    """Look whether everything is well: versions, disk, server, each shop's files. Exit 1 if not."""
    directory = DataDirectory(data_directory(data))
    findings = [("version", True, __version__), _disk(directory)]
    server = running_server(directory)
    if server is not None:
        findings.append(("server", True, f"answers at {server.url}; the shops are in its hands"))
    elif directory.root.is_dir():
        house = own_house(directory.root, 2)
        try:
            findings += [_shop(house, name) for name in house.shop_names()]
        finally:
            house.close()
    else:
        findings.append(("data", True, f"{directory.root} does not exist yet"))
    table = Table(box=None, show_header=False)
    for name, good, text in findings:
        table.add_row(name, "ok" if good else "NOT WELL", text)
    Console().print(table)
    if not all(good for _, good, _ in findings):
        raise typer.Exit(1)


def _disk(directory: DataDirectory) -> tuple[str, bool, str]:
    place = directory.root if directory.root.is_dir() else directory.root.absolute().parent
    while not place.is_dir():
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 2**30:.1f} GiB free"
    return ("disk", True, text) if free > LITTLE_ROOM else ("disk", False, f"{text}; make room")


def _shop(house: "House", name: str) -> tuple[str, bool, str]:
    try:
        columns = house.shop(name).columns()
    except EtappeError as error:
        return f"shop {name}", False, f"{error.message} {error.next_step}"
    counts = columns.counts
    text = f"{counts.get('touches', 0):,} touches of {counts.get('persons', 0):,} persons"
    return f"shop {name}", True, text
