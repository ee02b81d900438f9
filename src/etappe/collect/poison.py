"""Poison: events that no step could take, each in a file of its own, so that the others go on and none is lost."""

import logging
import time
from pathlib import Path

log = logging.getLogger("etappe.collect")


class Poison:
    """A folder of payloads set aside. They are tried again when the shop is opened, for instance after an update."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = len(self.files())

    def files(self) -> list[Path]:
        """What is set aside, the oldest first."""
        return sorted(self._folder.glob("*.msgpack"))

    def put(self, payload: bytes, error: Exception) -> None:
        """Set one aside."""
        log.error("An event could not be taken in and is set aside: %r", error)
        self._folder.mkdir(exist_ok=True, mode=0o700)
        (self._folder / f"{time.time_ns()}.msgpack").write_bytes(payload)
        self.count += 1

    def remove(self, path: Path) -> None:
        """One was taken in after all."""
        path.unlink(missing_ok=True)
        self.count -= 1

    def forget(self) -> None:
        """Remove them all."""
        for path in self.files():
            path.unlink(missing_ok=True)
        self.count = 0
