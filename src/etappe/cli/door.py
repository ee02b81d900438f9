"""The door of a command: the running server if there is one, else the files themselves."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from etappe.app.directory import DataDirectory
from etappe.base.errors import Busy, NotFound
from etappe.cli.commands import part
from etappe.cli.options import DEFAULT_SHOP, Place, data_directory
from etappe.cli.remote import RemoteDoor, running_server

if TYPE_CHECKING:
    from etappe.app.house import House
    from etappe.collect.sink import Sink

PATIENCE = 1.0


class Door(Protocol):
    """What a command asks of a shop. Both ways answer the same, since both end in the one encoder."""

    def ask(self, name: str, params: Mapping[str, Any]) -> bytes:
        """The answer to the analysis `name`, as JSON."""

    def draw(self, kind: str, params: Mapping[str, Any]) -> bytes:
        """The map as 'json', 'svg' or 'png'."""

    def picture(self, what: str, **params: Any) -> bytes:
        """A picture of a resource: 'links/7/qr'."""

    def read(self, what: str, **params: Any) -> Any:
        """A list or overview: '' (the shop), 'stage-models', 'touchpoints', 'event-words', …"""

    def write(self, what: str, value: Any) -> Any:
        """Put one thing: 'stage-models/KEY', 'touchpoints/KEY', 'event-words/NAME', 'settings', …"""

    def act(self, what: str, value: Any = None) -> Any:
        """Have something done: 'words/preview', 'changes/7/undo'."""

    def file(self, what: str, wish: Any, params: Mapping[str, str]) -> bytes:
        """A file about privacy: 'privacy/export' of a person, 'privacy/record' without a wish."""

    def delete(self, what: str) -> None:
        """Take one thing away: 'stage-models/KEY'."""

    def intake(self, *, again: bool = False) -> "Sink":
        """Where mapped batches go. `again`: a file may come in once more, with another mapping."""


@contextmanager
def door(place: Place, *, create: bool = False) -> Iterator[Door]:
    """The door to a shop. `create` makes it if there is none (an import's first).

    Where no shop is named it is `default`, or the only one there is; several are a question to the user.
    """
    directory = DataDirectory(data_directory(place.data))
    shop = place.shop or _the_only_shop(directory)
    server = running_server(directory)
    if server is not None:
        with RemoteDoor(server, shop) as remote:
            yield remote
        return
    house = own_house(directory.root, place.wait)
    try:
        yield part("local").LocalDoor(house, shop, create=create)
    finally:
        house.close()


def _the_only_shop(directory: DataDirectory) -> str:
    known = directory.shop_names()
    if not known or DEFAULT_SHOP in known:
        return DEFAULT_SHOP
    if len(known) == 1:
        return known[0]
    raise NotFound(
        f"Which shop? None is named, and {directory.root} holds several.",
        next_step=f"Name one with --shop: {', '.join(known)}.",
        field="shop",
    )


def own_house(root: Path, wait: float) -> "House":
    """Take the data directory; after a second of waiting it says whom it waits for."""
    opened: Callable[[Path, float], House] = part("local").opened_house
    try:
        return opened(root, min(wait, PATIENCE))
    except Busy:
        if wait <= PATIENCE:
            raise
    sys.stderr.write(f"Another command is using {root}; waiting up to {wait:.0f} s …{os.linesep}")
    return opened(root, wait - PATIENCE)
