"""A request to the collector: what is read of it, and its body within bounds, whatever it claims to be."""

import re
import zlib
from base64 import b64decode
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import zstandard

from etappe.base.errors import BadInput

MOST_BYTES = 5_000_000
"""A body may be so large, packed and unpacked."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WINDOW = 2**23
_FIELDS = 100
DEEPEST = 64
"""Levels of JSON that a body may have."""
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


class TooLarge(BadInput):
    """The body is larger than one request may be."""

    code = "too_large"
    status = 413


class ClientGone(BadInput):
    """The sender hung up in the middle of the body; nobody reads the answer."""

    code = "client_gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """Method, headers (small names; the first of each), query (the first of each) and the peer's address."""

    method: str
    headers: dict[str, str]
    query: dict[str, str]
    peer: str
    scheme: str

    @classmethod
    def of(cls, scope: MutableMapping[str, Any]) -> "Asked":
        """What the server knows of the request before its body."""
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), value.decode("latin-1"))
        client = scope.get("client")
        return cls(
            scope["method"],
            headers,
            _query(scope["query_string"]) if scope["query_string"] else {},
            client[0] if client else "",
            scope.get("scheme", "http"),
        )

    @property
    def origin(self) -> str:
        """The page's site as the browser names it; "" if no browser page sent it."""
        return self.headers.get("origin", "")

    def keys(self) -> list[str]:
        """The write keys that header and address name, in the order in which they are tried."""
        found = []
        basic = self.headers.get("authorization", "")
        if basic[:6].lower() == "basic ":
            found.append(_user_of(basic[6:]))
        header = self.headers.get("x-write-key", "")
        if header:
            # Jitsu writes key and secret with a colon between.
            found += [header, *header.split(":", 1)]
        found += [
            self.query[name]
            for name in ("writeKey", "write_key", "api_secret")
            if name in self.query
        ]
        return [key for key in found if key]


async def read_body(
    asked: Asked, receive: Callable[[], Awaitable[MutableMapping[str, Any]]]
) -> bytes:
    """The whole body. TooLarge as soon as it is or says to be; ClientGone if it breaks off."""
    told = asked.headers.get("content-length", "")
    if told.isdecimal() and int(told[:20]) > MOST_BYTES:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone("The request broke off.")
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BYTES:
            raise _too_large()
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def unpacked(body: bytes) -> bytes:
    """The body as it was before gzip or zstd, known by its first bytes. Never unpacks more than a body may be."""
    try:
        if body.startswith(_GZIP):
            packed = zlib.decompressobj(wbits=31)
            plain = packed.decompress(body, MOST_BYTES + 1)
            whole = packed.eof
        elif body.startswith(_ZSTD):
            reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(body)
            plain = reader.read(MOST_BYTES + 1)
            whole = True
        else:
            return body
    except (zlib.error, zstandard.ZstdError) as error:
        raise BadInput(
            f"The body is damaged: {error}.", next_step="Send it whole, as gzip, zstd or plain."
        ) from error
    if len(plain) > MOST_BYTES:
        raise _too_large()
    if not whole:
        raise BadInput("The body ends too early.", next_step="Send it whole.")
    return plain


def check_depth(body: bytes) -> None:
    """Raise BadInput for JSON nested deeper than any event is: what walks through it must not run out of stack.

    Pairs of brackets are taken out, innermost first, as often as levels are allowed; what is left is deeper.
    """
    if _is_deep(body) and _is_deep(_STRING.sub(b"", body)):
        raise BadInput(
            f"The body is nested more than {DEEPEST} levels deep.", next_step="Send flatter events."
        )


def _is_deep(body: bytes) -> bool:
    brackets = body.translate(None, _NO_BRACKETS)
    if len(brackets) < 2 * DEEPEST:
        return False
    for _ in range(DEEPEST):
        left = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not left:
            return False
        if len(left) == len(brackets):
            break
        brackets = left
    return True


def _too_large() -> TooLarge:
    return TooLarge(
        f"The body is larger than {MOST_BYTES:,} bytes.", next_step="Send smaller batches."
    )


def _query(text: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(text.decode("latin-1"), max_num_fields=_FIELDS)
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _user_of(basic: str) -> str:
    try:
        return b64decode(basic.strip(), validate=True).decode("utf-8").partition(":")[0]
    except ValueError:
        return ""
