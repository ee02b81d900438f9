"""A request to the collector: what is read of it, whatever it claims to be."""

import re
from base64 import b64decode
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from etappe.base.errors import BadInput

_FIELDS = 100
DEEPEST = 64
"""Levels of JSON that a body may have."""
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


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
            # Not all are in pairs: broken off, or no JSON. That is for the decoder to say.
            return len(left) > DEEPEST
        brackets = left
    return True


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
