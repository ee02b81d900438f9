"""Saved segments: checked with the parser that questions use before they are kept."""

import re

from etappe.analysis.scope import Scope, resolve_scope
from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.store.records import Segment

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def segments(shop: Shop) -> list[Segment]:
    """Every saved segment, by name."""
    return shop.records.segments.all()


def put_segment(shop: Shop, key: str, name: str, where: str, by: str) -> Segment:
    """Save a segment. BadInput for a key, name or condition that cannot be; nothing is kept then."""
    if not _KEY.fullmatch(key):
        raise BadInput(
            f"key: {key!r} cannot be the key of a segment.",
            next_step="Use small letters, digits, '-' and '_', at most 64.",
            field="key",
        )
    if not name.strip():
        raise BadInput(
            "name: a segment needs a name.", next_step="Call it what people call it.", field="name"
        )
    if not where.strip():
        raise BadInput(
            "where: a segment needs a condition.",
            next_step="For example: device = 'phone'.",
            field="where",
        )
    resolve_scope(shop.columns(), Scope(where=where))
    return shop.records.segments.put(key, name.strip(), where.strip(), by)


def delete_segment(shop: Shop, key: str) -> None:
    """Forget a segment; NotFound names the known ones."""
    shop.records.segments.remove(key)
