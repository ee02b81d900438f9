"""Consent of visits: how many were made with consent, counted without cookies, refused, or told nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.app.shop import Shop
from etappe.collect.live.daily import PREFIX
from etappe.events.consent import ANALYTICS, granted
from etappe.journeys.columns import Shard

_UNKNOWN, _COOKIELESS, _REFUSED, _AGREED = range(4)


@dataclass(frozen=True, slots=True)
class ConsentShare:
    """All visits, each counted once: by the strongest that is told in it. `cookieless`: by a key of the day, without a
    told choice or with a refusal."""

    visits: int
    agreed: int
    cookieless: int
    refused: int
    unknown: int


def consent_share(shop: Shop) -> ConsentShare:
    """The share of visits by consent, over all data."""
    columns = shop.columns()
    spans = shop.book.written.spans
    of_day = shop.events.private.stored.keys_called(PREFIX)
    persons = np.unique(spans.person[np.isin(spans.key, of_day)])
    told = "consent" in columns.known_properties
    counts = np.zeros(4, np.int64)
    for shard in columns.shards:
        counts += np.bincount(_of_visits(shard, persons, told=told), minlength=4)
    unknown, cookieless, refused, agreed = counts.tolist()
    return ConsentShare(int(counts.sum()), agreed, cookieless, refused, unknown)


def _of_visits(shard: Shard, of_day: NDArray[np.int32], *, told: bool) -> NDArray[np.int64]:
    """The class of each visit of a shard."""
    visits = shard.visit
    best = np.zeros(len(visits), np.int64)
    if told and len(visits):
        extra = shard.extra("consent")
        rank = np.array([_rank(word) for word in extra.words], np.int64)[extra.codes]
        # A maximum over runs of rows: one row more, so that a run may end at the last.
        best = np.maximum.reduceat(np.append(rank, 0), visits.starts)
    by_day = np.isin(shard.persons[visits.person], of_day)
    return np.where(by_day & (best < _AGREED), _COOKIELESS, best)


def _rank(word: str | None) -> int:
    told = granted(word)
    if told is None:
        return _UNKNOWN
    return _AGREED if ANALYTICS in told else _REFUSED
