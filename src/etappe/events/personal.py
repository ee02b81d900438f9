"""Personal properties: names of properties whose value tells who somebody is; masked on screen until opened."""

from functools import cache

from etappe.events.datafiles import table


def is_personal(name: str) -> bool:
    """Whether a property of that name is personal ("first_name", "firstName", "E-Mail")."""
    return _plain(name) in _personal()


@cache
def _personal() -> frozenset[str]:
    return frozenset(_plain(row["property"]) for row in table("personal"))


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
