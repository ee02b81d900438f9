"""Gather: the Columns that analyses read, from the arrays of shards and what is known of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etappe.events.words import Words
from etappe.journeys.build import Arrays
from etappe.journeys.columns import Columns, Shard
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.extras import Extras
from etappe.journeys.manifest import Manifest
from etappe.journeys.masks import touches
from etappe.journeys.shards import as_shard
from etappe.journeys.source import US_PER_DAY, EventSource, JourneySettings
from etappe.journeys.staff import StaffLedger


@dataclass(frozen=True, slots=True)
class Moment:
    """What belongs to columns beside their shards: the store's last number, span of time, words."""

    seq: int
    first_us: int
    last_us: int
    set_aside: Mapping[str, int]
    staff: StaffLedger
    into: Dictionaries
    words: Words

    @classmethod
    def of(cls, manifest: Manifest, into: Dictionaries, words: Words) -> "Moment":
        """What a manifest knows of it."""
        return cls(
            manifest.seq,
            manifest.first_us,
            manifest.last_us,
            manifest.set_aside,
            StaffLedger.from_lists(manifest.staff),
            into,
            words,
        )


def gather(
    source: EventSource,
    settings: JourneySettings,
    moment: Moment,
    shards: Sequence[Arrays],
    account_shards: Sequence[Arrays],
    kept_in: Path | None = None,
) -> Columns:
    """Columns of these shards; further columns are kept in the folder `kept_in`, else in memory."""
    empty = moment.first_us > moment.last_us
    last_us = 0 if empty else moment.last_us
    known = source.properties()

    def made(arrays: Sequence[Arrays], idle_days: int, name: str) -> tuple[Shard, ...]:
        folder = kept_in / name if kept_in else None
        extras = Extras(source.words_of, known, [one["seq"] for one in arrays], folder)
        open_after_us = last_us - idle_days * US_PER_DAY
        return tuple(as_shard(one, open_after_us, extras, at) for at, one in enumerate(arrays))

    return Columns(
        shards=made(shards, settings.journey_idle_days, "persons"),
        account_shards=made(account_shards, settings.account_idle_days, "accounts"),
        events=tuple(moment.into.events.words),
        touchpoints=tuple(moment.into.touchpoints.words),
        channels=tuple(moment.into.channels.words),
        words=moment.words,
        currency=settings.currency,
        zone=settings.zone,
        first_us=0 if empty else moment.first_us,
        last_us=last_us,
        seq=moment.seq,
        staff_orders=moment.staff.orders(),
        counts=_counts(source, moment, shards),
        known_properties=known,
        main_rate=settings.main_rate,
        words_at=source.words_at,
    )


def _counts(source: EventSource, moment: Moment, shards: Sequence[Arrays]) -> dict[str, int]:
    live = sum(map(touches, shards))
    counts = Counter(
        touches=live,
        persons=sum(len(one["persons"]) for one in shards),
        visits=sum(len(one["visit_starts"]) for one in shards),
        journeys=sum(len(one["journey_starts"]) for one in shards),
        **moment.set_aside,
    )
    # Every event is a touch, or set aside, or tells again of an order already told.
    counts["repeated"] = source.events_up_to(moment.seq) - sum(moment.set_aside.values()) - live
    currencies = source.currencies()
    for one in shards:
        codes, orders = np.unique(one["unrated_currency"], return_counts=True)
        for code, n in zip(codes.tolist(), orders.tolist(), strict=True):
            counts[f"without_rate_{currencies[code]}"] += n
    return dict(counts)
