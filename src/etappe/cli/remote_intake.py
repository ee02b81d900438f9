"""Mapped batches on their way to a running server. Apart, since only an import needs the store's values."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from etappe.cli.remote import decoded
from etappe.store.events import AdvertisingDay, ImportState, Receipt

Send = Callable[..., bytes]


class RemoteIntake:
    """Sends mapped batches to the server, which answers when they are durable."""

    def __init__(self, send: Send, again: bool) -> None:
        self._send = send
        self._again = again

    def begin(self, name: str, digest: str, mapping: str, rows: int | None) -> ImportState:
        """Start an import or find how far it came."""
        start: dict[str, object] = {
            "name": name,
            "digest": digest,
            "mapping": mapping,
            "rows": rows,
        }
        start["again"] = self._again
        return msgspec.json.decode(self._send("POST", "imports", json=start), type=ImportState)

    def append(self, batch: Path, import_id: int, rows_done: int) -> Receipt:
        """Send one batch."""
        path = f"imports/{import_id}/batches/{rows_done}"
        with batch.open("rb") as file:
            return msgspec.json.decode(self._send("PUT", path, content=file), type=Receipt)

    def finish(self, import_id: int, report: str) -> None:
        """Note that the import is through."""
        self._send("POST", f"imports/{import_id}/completion", json={"report": report})

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        """Send advertising figures."""
        plain = [msgspec.to_builtins(row) for row in rows]
        return int(decoded(self._send("PUT", "advertising", json=plain))["rows"])
