"""Personal properties: names of properties whose value tells who somebody is; sealed in the store, masked on screen until opened."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from etappe.events.datafiles import table

_ADDRESS = re.compile(r"[^\s@/?&=\"'<>,;:]+@[^\s@/?&=\"'<>,;:]+\.[^\W\d_]{2,}")
_NAMED = re.compile(r"""(["']?([\w-]+)["']?\s*[:=]\s*["']?)([^"',;&{}\[\]]+)""")
_THINGS = frozenset(("products", "product", "items", "lineitems", "library", "campaign"))
_KEYS = frozenset(("userid", "previousid", "staff"))
"""Fields of an event that say who somebody is though no property of theirs would."""


_WHOSE = re.compile(
    "^(?:billing|shipping|delivery|invoice|customer|buyer|recipient|receiver|user|visitor|contact|rechnungs?|liefer|"
    "kunden?|besteller|empf[aä]nger)+(?=.)"
)
_COUNTED = re.compile(r"\d{1,2}$")
_NETWORK = frozenset(
    ("ip", "ipaddress", "ipaddr", "ipadresse", "ipv4", "ipv6", "clientip", "clientipaddress", "browserip", "remoteip",
     "remoteaddr", "remoteaddress", "realip", "xforwardedfor")
)  # fmt: skip


@cache
def is_personal(name: str) -> bool:
    """Whether a property of that name is personal: "first_name", "firstName", "E-Mail", "billing_phone", "address2"."""
    plain = plain_name(name)
    bare = _COUNTED.sub("", _WHOSE.sub("", plain))
    return plain in _personal() or bare in _personal() or is_network_address(name)


def is_network_address(name: str) -> bool:
    """Whether a property of that name holds an IP address, which is kept nowhere."""
    plain = plain_name(name)
    return plain in _NETWORK or _WHOSE.sub("", plain) in _NETWORK


@cache
def _personal() -> frozenset[str]:
    return frozenset(plain_name(row["property"]) for row in table("personal"))


def masked(word: str) -> str:
    """'susa' → 's…a': enough to tell two people of a short list apart, not enough to know them."""
    return f"{word[0]}…{word[-1]}" if len(word) > 2 else "…"


def veiled(value: Any, *, personal: bool = False, of_thing: bool = False) -> Any:
    """A value of JSON with everything personal in it masked: under a personal name, or an e-mail address anywhere.

    The `name` of a thing (a product, a line of an order, an event: `of_thing`) is nobody's.
    """
    if isinstance(value, Mapping):
        return {
            str(name): veiled(
                item,
                personal=personal or (_tells_who(str(name)) and not (of_thing and name == "name")),
                of_thing=plain_name(str(name)) in _THINGS,
            )
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [veiled(item, personal=personal, of_thing=of_thing) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if personal:
        return masked(str(value))
    return _ADDRESS.sub(lambda found: masked(found[0]), value) if isinstance(value, str) else value


def veiled_text(text: str) -> str:
    """The same for text that may be a piece of JSON: what stands behind a personal name, and e-mail addresses."""
    known = _NAMED.sub(
        lambda found: found[1] + (masked(found[3]) if _tells_who(found[2]) else found[3]), text
    )
    return _ADDRESS.sub(lambda found: masked(found[0]), known)


def _tells_who(name: str) -> bool:
    return plain_name(name) in _KEYS or is_personal(name)


@cache
def plain_name(name: str) -> str:
    """A name without case and marks: 'First-Name' and 'first_name' are one."""
    return "".join(sign for sign in name.lower() if sign.isalnum())
