"""Records of a forgotten person: data keys, openings, places in accounts, segments that name them, requests."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time

from etappe.base.clock import to_us
from etappe.store.events.values import KEY_KINDS
from etappe.store.forgotten import ForgetList
from etappe.store.records import Request, ShopRecords


def clean_told(records: ShopRecords, words: Sequence[str], forgotten: ForgetList) -> int:
    """Remove segments that name one of these words, and take the key out of requests of who is on the list; how many
    segments there were."""
    named = [segment.key for segment in records.segments.all() if _tells(segment.where, words)]
    for key in named:
        records.segments.remove(key)
    asked = [
        one.id
        for one in records.requests.all()
        if one.key and (_tells(one.key, words) or _asked_by(one, forgotten))
    ]
    records.requests.blank(asked)
    return len(named)


def clean_numbered(records: ShopRecords, keys: Sequence[int]) -> dict[str, int]:
    """Delete what the records hold of the keys of these numbers; how much of each."""
    return {
        "data_keys": records.data_keys.destroy(keys),
        "openings": records.openings.forget(keys),
        "account_entries": records.accounts.forget_keys(keys),
    }


def _asked_by(request: Request, forgotten: ForgetList) -> bool:
    """Whether a request names somebody on the list, however they wrote their number, and came before it."""
    came = to_us(datetime.combine(request.received, time.min, UTC))
    word = request.key.partition(":")[2] or request.key
    named = [(kind, told) for kind in KEY_KINDS for told in {word, request.key}]
    return forgotten.holds(named, came)


def _tells(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words stands in the text by itself: customer 'kunde-1' is not in 'kunde-17'."""
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for word in words)
