"""Addresses: what a page's address and a referrer tell, without what they should not carry."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from etappe.events.channels import click_id_kinds

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(?P<host>[^/?#:]*)(?::\d*)?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<rest>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_LOCAL = re.compile(r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<rest>.*))?", re.DOTALL)
_MAIL = re.compile(r"[^\s/?&=#@:;,]+(?:@|%40)[^\s/?&=#@:;,]+\.[a-z]{2,}", re.IGNORECASE)
MASK = "(e-mail)"
"""Stands in an address where an e-mail address stood."""
_LONGEST = 1_000
_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


class Address(NamedTuple):
    """A page's address in the row's own words. `utm` has only what stands in it; `click_id` is 'kind:value'."""

    host: str | None = None
    path: str | None = None
    utm: dict[str, str] | None = None
    click_id: str | None = None


NOWHERE = Address()


@lru_cache(maxsize=20_000)
def read_address(url: str) -> Address:
    """Read an address: of its query only campaign and click id are kept.

    The way inside a page that is built in the browser (`#/cart`) belongs to the path. E-mail addresses are masked.
    """
    found = _ADDRESS.match(url) or _LOCAL.match(url)
    if found is None:
        return NOWHERE
    host = found.groupdict().get("host")
    path = (found["path"] or "/") + _inner(found["rest"] or "")
    utm, click_id = _query(found["query"] or "")
    return Address((host or "").lower() or None, without_mail(path)[:_LONGEST], utm, click_id)


@lru_cache(maxsize=20_000)
def lean_referrer(url: str) -> str | None:
    """A referrer without query, user and e-mail addresses; None if it is no address ("$direct")."""
    found = _ADDRESS.match(url)
    if found is None or not found["host"]:
        return None
    before = url[: found.start("host")]
    scheme = before[: before.index("//") + 2]
    return without_mail(f"{scheme}{found['host'].lower()}{found['path']}")[:_LONGEST]


def host_of(referrer: str) -> str:
    """The host of a lean referrer."""
    return referrer.partition("//")[2].partition("/")[0]


def without_mail(text: str) -> str:
    """The text with every e-mail address in it masked."""
    return _MAIL.sub(MASK, text) if "@" in text or "%40" in text else text


def click_id_of(told: dict[str, str]) -> str | None:
    """'kind:value' of the first known click id among these, in the order of the channel rules."""
    if not told:
        return None
    for kind in click_id_kinds():
        if value := told.get(kind):
            return f"{kind}:{value[:300]}"
    return None


def _inner(rest: str) -> str:
    return "#" + rest.partition("?")[0] if rest.startswith(("/", "!/")) else ""


def _query(query: str) -> tuple[dict[str, str] | None, str | None]:
    if "=" not in query:
        return None, None
    told = dict(reversed(parse_qsl(query)))
    utm = {
        name: without_mail(value.strip())[:300]
        for name in _UTM
        if (value := told.get(name, "").strip())
    }
    return utm or None, click_id_of(told)
