"""Requests of real clients, as a recorder took them down (see the README of the real data)."""

import base64
import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from etappe.base.clock import to_us
from etappe.collect.live.decoding import Arrival

_LONG = {
    "t": "track", "p": "page", "s": "screen", "i": "identify", "g": "group", "a": "alias", "b": "batch"
}  # fmt: skip


@dataclass(frozen=True)
class Capture:
    """One request: how it was addressed, and its unpacked body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def arrival(self, received_us: int) -> Arrival:
        """The request as the front hands it to a decoder."""
        parts = urlsplit(self.path)
        call = parts.path.rstrip("/").split("/")[-1]
        return Arrival(
            _LONG.get(call, call), received_us, self.headers, dict(parse_qsl(parts.query))
        )


def captured(folder: Path, name: str) -> Capture:
    """The capture of that name: 'segment-node-01'."""
    told = json.loads((folder / "captures" / f"{name}.json").read_text("utf-8"))
    raw = base64.b64decode(told["raw_base64"])
    body = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    headers = {key.lower(): value for key, value in told["headers"].items()}
    return Capture(told["method"], told["path"], headers, body)


def sent_us(body: bytes) -> int:
    """The moment at which the client says it sent the body, so that a replay has no skew."""
    return to_us(datetime.fromisoformat(json.loads(body)["sentAt"]))
