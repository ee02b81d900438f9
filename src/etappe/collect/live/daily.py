"""Keys of the day: who keeps nothing on the device is known again until midnight, and by nobody after it."""

import hmac
import os
import secrets
from datetime import date
from hashlib import sha256
from pathlib import Path

PREFIX = "day:"
_BYTES = 32


class DailySalt:
    """The secret of one shop for one day, in a file of its own: outside of the records, so that no backup has it.

    At the day's end it is overwritten where it lies. From then on nobody can say which device a key belonged to, nor
    join two days, also not with the address at hand.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._day: date | None = None
        self._salt = b""

    def key(self, today: date, shop: str, address: str, user_agent: str | None) -> str:
        """The key of a device today: 16 hexadecimal digits that the address alone does not give away."""
        if today != self._day:
            self._salt, self._day = self._of(today), today
        told = "\0".join((shop, address, user_agent or ""))
        return (
            PREFIX + hmac.new(self._salt, told.encode("utf-8", "replace"), sha256).hexdigest()[:16]
        )

    def destroy_before(self, day: date) -> None:
        """Overwrite the salt of a day before that one, also when no event asks for a new one."""
        if "" < self._read()[0] < day.isoformat():
            self._write(f"0000-00-00 {bytes(_BYTES).hex()}\n".encode())
            self._day, self._salt = None, b""

    def _of(self, today: date) -> bytes:
        day, salt = self._read()
        if day != today.isoformat():
            salt = secrets.token_bytes(_BYTES)
            self._write(f"{today.isoformat()} {salt.hex()}\n".encode())
        return salt

    def _read(self) -> tuple[str, bytes]:
        try:
            day, _, salt = self._file.read_text("ascii").strip().partition(" ")
            return (day, bytes.fromhex(salt)) if len(salt) == 2 * _BYTES else ("", b"")
        except (OSError, ValueError):
            return "", b""

    def _write(self, line: bytes) -> None:
        """In place, so that the old salt is not left behind in a deleted file."""
        descriptor = os.open(self._file, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.pwrite(descriptor, line, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
