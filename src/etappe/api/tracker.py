"""The tracker's two files: `/t.js?k=KEY` with the shop's switches in front, and `/t-more.js`."""

import gzip
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from etappe.app.house import House
from etappe.base.errors import EtappeError
from etappe.store.records import TrackingSettings, shop_of

SCRIPTS = Path(__file__).parent / "scripts"
_HEADERS = {
    # A changed switch reaches every visitor within the hour.
    "Cache-Control": "public, max-age=3600",
    # Loaded by the pages of any shop, also by those that isolate themselves.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "Vary": "Accept-Encoding",
}
router = APIRouter(include_in_schema=False)


class Script(NamedTuple):
    """A script ready to send: as it is, packed, and by what it is known again."""

    plain: bytes
    packed: bytes
    etag: str


@router.api_route("/t.js", methods=["GET", "HEAD"])
def tracker(request: Request, k: str = "") -> Response:
    """The core. With `k` the shop's switches come with it; without, the page's own attributes say all."""
    if not k:
        return _sent(request, "t.js", "")
    settings = _settings(request.app.state.house, k)
    if settings is None:
        note = f"// Etappe: the write key {json.dumps(k[:80])} is not in effect. See Sources in Etappe.\n"
        return Response(note, 404, {**_HEADERS, "Cache-Control": "no-store"}, "text/javascript")
    return _sent(request, "t.js", _before(k, settings))


@router.api_route("/t-more.js", methods=["GET", "HEAD"])
def tracker_more(request: Request) -> Response:
    """The second file, which the core loads after the first page view."""
    return _sent(request, "t-more.js", "")


def _settings(house: House, key: str) -> TrackingSettings | None:
    try:
        records = house.shop(shop_of(key)).records
    except EtappeError:
        return None
    known = records.write_keys.check(key)
    return records.tracking() if known and known.kind == "browser" else None


def _before(key: str, settings: TrackingSettings) -> str:
    config = {
        "key": key,
        "extras": settings.extras,
        "consent": settings.consent_required,
        "without": settings.without_consent,
        "linked": [domain.removeprefix("*.") for domain in settings.linked_domains],
    }
    return f"self.etappeConfig={json.dumps(config, separators=(',', ':'))};\n"


def _sent(request: Request, name: str, before: str) -> Response:
    file = SCRIPTS / name
    if not file.is_file():
        return Response("// This Etappe was installed without its tracker.\n", 503)
    script = _script(file, file.stat().st_mtime_ns, before)
    headers = {**_HEADERS, "ETag": script.etag}
    if request.headers.get("if-none-match", "").removeprefix("W/") == script.etag:
        return Response(None, 304, headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    content = script.packed if packed else script.plain
    return Response(content, 200, headers, "text/javascript")


@lru_cache(maxsize=256)
def _script(file: Path, _changed: int, before: str) -> Script:
    plain = before.encode() + file.read_bytes()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
    return Script(plain, gzip.compress(plain, 9, mtime=0), etag)
