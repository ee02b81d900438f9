"""etappe doctor: looks whether everything is well, and says what to do where it is not."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from etappe import __version__
from etappe.app.directory import DataDirectory, ServerAddress
from etappe.base.errors import EtappeError
from etappe.cli.door import own_house
from etappe.cli.options import Data, Json, data_directory
from etappe.cli.remote import RemoteDoor, running_server

if TYPE_CHECKING:
    from etappe.app.house import House

app = typer.Typer(add_completion=False)
LITTLE_ROOM = 2 * 2**30
NEXT_STEPS = {
    "journal": "Senders are told to try again: make room on the disk, or mend it.",
    "drain": "What arrives is kept in the journal: it is taken in once this is mended.",
    "poison": "Events that no step could take lie in journal/poison; they are tried again at the next start.",
    "damaged": "A part of the journal was damaged on the disk: it lies in the journal's folder, and the disk is suspect.",
}
"""What to do about each alarm of a collector."""


class Finding(NamedTuple):
    """Something looked at: what, whether it is well, and in words."""

    name: str
    good: bool
    text: str


@app.command()
def doctor(data: Data = None, as_json: Json = False) -> None:
    """Look whether everything is well: versions, disk, server, each shop's files and collector. Exit 1 if not."""
    directory = DataDirectory(data_directory(data))
    findings = [Finding("version", True, __version__), _disk(directory)]
    server = running_server(directory)
    if server is not None:
        text = f"answers at {server.url}; the shops are in its hands"
        findings.append(Finding("server", True, text))
        findings += [_served(server, name) for name in directory.shop_names()]
    elif directory.root.is_dir():
        house = own_house(directory.root, 2)
        try:
            for name in house.shop_names():
                findings += _shop(house, name)
        finally:
            house.close()
    else:
        findings.append(Finding("data", True, f"{directory.root} does not exist yet"))
    if as_json:
        sys.stdout.write(
            msgspec.json.encode([finding._asdict() for finding in findings]).decode() + "\n"
        )
    else:
        _print(findings)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


def _print(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False)
    for finding in findings:
        table.add_row(finding.name, "ok" if finding.good else "NOT WELL", finding.text)
    Console().print(table)


def _disk(directory: DataDirectory) -> Finding:
    place = directory.root if directory.root.is_dir() else directory.root.absolute().parent
    while not place.is_dir():
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 2**30:.1f} GiB free"
    good = free > LITTLE_ROOM
    return Finding("disk", good, text if good else f"{text}; make room")


def _shop(house: "House", name: str) -> list[Finding]:
    try:
        shop = house.shop(name)
        counts = shop.columns().counts
    except EtappeError as error:
        return [Finding(f"shop {name}", False, f"{error.message} {error.next_step}")]
    text = f"{counts.get('touches', 0):,} touches of {counts.get('persons', 0):,} persons"
    shop.collector.drained()
    return [
        Finding(f"shop {name}", True, text),
        _collector(name, msgspec.to_builtins(shop.collector.state())),
    ]


def _served(server: ServerAddress, name: str) -> Finding:
    try:
        with RemoteDoor(server, name) as door:
            return _collector(name, door.read("collector"))
    except EtappeError as error:
        return Finding(f"shop {name}", False, f"{error.message} {error.next_step}")


def _collector(name: str, state: Mapping[str, Any]) -> Finding:
    waiting = state["waiting_bytes"]
    text = f"{waiting:,} bytes wait to be taken in" if waiting else "all that arrived is taken in"
    steps = [NEXT_STEPS[alarm] for alarm in state["alarms"]]
    if steps:
        text = f"{state['fault']} {' '.join(steps)}"
    return Finding(f"collector of {name}", not steps, text)
