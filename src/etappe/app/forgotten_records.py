"""Records of a forgotten person: data keys, openings, places in accounts, segments that name them, requests."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from etappe.base.clock import to_us
from etappe.store.events.values import KEY_KINDS
from etappe.store.forgotten import ForgetList
from etappe.store.records import Request, ShopRecords


def clean_records(
    records: ShopRecords, keys: Sequence[int], words: Sequence[str], forgotten: ForgetList
) -> dict[str, int]:
    """Delete what the records hold of these keys and of who is on the list; how much of each."""
    named = [segment.key for segment in records.segments.all() if _tells(segment.where, words)]
    for key in named:
        records.segments.remove(key)
    asked = [
        one.id
        for one in records.requests.all()
        if one.key and (_tells(one.key, words) or _asked_by(one, forgotten))
    ]
    records.requests.blank(asked)
    return {
        "data_keys": records.data_keys.destroy(list(keys)),
        "openings": records.openings.forget(keys),
        "account_entries": records.accounts.forget_keys(keys),
        "segments": len(named),
    }


def _asked_by(request: Request, forgotten: ForgetList) -> bool:
    """Whether a request names somebody on the list, however they wrote their number, and came before it."""
    came = to_us(datetime.combine(request.received, time.min, UTC))
    word = request.key.partition(":")[2] or request.key
    named = [(kind, told) for kind in KEY_KINDS for told in {word, request.key}]
    return forgotten.holds(named, came)


def _tells(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)
