"""The data directory: one folder per shop, one owning process, the address of the running server."""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from etappe.base.errors import BadInput, Busy, StorageFault

_SHOP_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the process that owns the directory answers, and the token that proves local access."""

    url: str
    token: str
    pid: int


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """The places inside one data directory."""

    root: Path

    @property
    def installation(self) -> Path:
        """Users, roles, sessions and the list of shops."""
        return self.root / "installation.sqlite"

    def shop(self, name: str) -> Path:
        """The folder of one shop; its name becomes a folder, so it must be a plain word."""
        if not _SHOP_NAME.fullmatch(name):
            raise BadInput(
                f"--shop {name!r} is not a usable name.",
                next_step="Use small letters, digits, '-' and '_', at most 63.",
                field="shop",
            )
        return self.root / "shops" / name

    def shop_names(self) -> list[str]:
        """All shops of the directory, by name: the folders that may be one."""
        folder = self.root / "shops"
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if _SHOP_NAME.fullmatch(path.name))

    def create(self) -> None:
        """Make the directory, readable by its owner alone: it holds personal data."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.root / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise StorageFault(
                f"The data directory {self.root} cannot be used: {error.strerror}.",
                next_step="Choose another with --data or ETAPPE_DATA, or mend its rights.",
            ) from error

    def own(self, wait_seconds: float) -> FileLock:
        """Take the directory for this process. Busy if another has it after `wait_seconds`."""
        lock = FileLock(self.root / "owner.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise Busy(
                f"Another Etappe process is using {self.root}.",
                next_step="Wait until it has ended, or give --wait SECONDS.",
            ) from error
        except OSError as error:
            raise StorageFault(
                f"The data directory {self.root} cannot be locked: {error.strerror}.",
                next_step="Choose a directory on a local disk with --data.",
            ) from error
        return lock

    @property
    def _address_file(self) -> Path:
        return self.root / "server.json"

    def announce(self, address: ServerAddress) -> None:
        """Write the server's address for the command line; only this user may read the token."""
        draft = self.root / "server.json.new"
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(address), file)
        draft.replace(self._address_file)

    def withdraw(self) -> None:
        """Take the address away when the server ends."""
        self._address_file.unlink(missing_ok=True)

    def address(self) -> ServerAddress | None:
        """The announced address, if any. It may be stale: the caller asks its health."""
        try:
            return ServerAddress(**json.loads(self._address_file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
