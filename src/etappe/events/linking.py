"""Links: the media that people make links, QR and coupon codes for, and the address that carries them."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from etappe.events.datafiles import both, table
from etappe.events.shipped import shipped_words
from etappe.events.words import Text

COUPON = "coupon"
"""The channel of a coupon code whose medium is one that is otherwise seen: of an order with it, nobody saw the click."""

_OWN = ("utm_source", "utm_medium", "utm_campaign", "utm_content")


@dataclass(frozen=True, slots=True)
class LinkMedium:
    """Where a link or code stands: its utm_source and utm_medium, and the channel these lead to."""

    key: str
    source: str
    medium: str
    channel: str
    name: Text


@cache
def link_media() -> tuple[LinkMedium, ...]:
    """All media, in the order they are offered."""
    return tuple(
        LinkMedium(row["key"], row["source"], row["medium"], row["channel"], both(row))
        for row in table("link_media")
    )


def tagged(target: str, medium: LinkMedium, campaign: str, content: str) -> str:
    """The target with its utm fields; a query and a fragment of its own stay, old utm fields go."""
    parts = urlsplit(target)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in _OWN
    ]
    own = zip(_OWN, (medium.source, medium.medium, campaign, content), strict=True)
    return urlunsplit(parts._replace(query=urlencode([*kept, *own])))


def coupon_channel(medium: str) -> str:
    """The channel that a coupon code of this medium tells of: the medium's own where that is uncertain, else `coupon`."""
    channels = shipped_words().channels
    own = next((one.channel for one in link_media() if one.key == medium), "")
    return own if own in channels and not channels[own].certain else COUPON
