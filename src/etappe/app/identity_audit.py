"""Audit of identity: clusters that look wrong, each with the reason and, where there is one, what may be done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.period import local, zone_of
from etappe.app.identity import names_of
from etappe.app.identity_said import both
from etappe.app.identity_words import KeyName
from etappe.app.shop import Shop
from etappe.app.speech import say
from etappe.base import numbers
from etappe.events.words import Text
from etappe.identity.spans import KeySpans
from etappe.journeys.columns import Columns
from etappe.store.events.values import KEY_KINDS, PROVED, Links

Doubt = Literal["same_address", "shared_device", "many_keys", "busy", "bot", "test"]
DOUBTS: tuple[Doubt, ...] = ("same_address", "shared_device", "many_keys", "busy", "bot", "test")

MANY_KEYS = 15
"""So many keys of one person are doubtful: a clerk's browser, a shared address, a test."""

BUSY_DAY = 20
"""So many visits of one person on one day are doubtful: a machine, a shared device."""

LONGEST_DAY_US = 25 * 3_600_000_000
"""A day at whose end the clocks go back."""

LISTED = 50
"""Findings of one kind that are listed; `counts` tells all."""

EMAIL, USER = KEY_KINDS.index("email"), KEY_KINDS.index("user")


@dataclass(frozen=True, slots=True)
class MergePair:
    """Numbers of two keys that one click makes one person."""

    a: int
    b: int


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One cluster that looks wrong. `persons` are concerned; `keys` say by which keys; `count` is how many of what
    makes it doubtful. With `merge` one click makes the two keys one person: both proved the same address."""

    doubt: Doubt
    persons: tuple[int, ...]
    keys: tuple[KeyName, ...]
    count: int
    merge: MergePair | None
    sentences: Text


@dataclass(frozen=True, slots=True)
class AuditCount:
    """How many clusters of one kind there are in all."""

    doubt: Doubt
    count: int


@dataclass(frozen=True, slots=True)
class IdentityAudit:
    """What looks wrong, the gravest kinds first."""

    persons: int
    keys: int
    counts: tuple[AuditCount, ...]
    findings: tuple[AuditFinding, ...]
    sentences: Text


def audit(shop: Shop) -> IdentityAudit:
    """Look through all keys and people of the shop."""
    columns = shop.columns()
    spans, links = shop.book.written.spans, shop.events.links()
    kinds = shop.events.keys().kind[: spans.keys]
    found = {doubt: list[_Found]() for doubt in DOUBTS}
    found["same_address"] = list(_same_addresses(spans, links, kinds))
    found["shared_device"] = list(_shared_devices(spans))
    found["many_keys"] = list(_many_keys(spans))
    found["busy"] = list(_busy(columns))
    for key, doubt in shop.events.doubtful_keys(10 * LISTED):
        if key < spans.keys:
            found[doubt].append(_Found((_person(spans, key),), (key,), 1))
    listed = [(doubt, one) for doubt in DOUBTS for one in _worst(found[doubt])]
    counts = tuple(AuditCount(doubt, len(found[doubt])) for doubt in DOUBTS if found[doubt])
    persons = len(np.unique(spans.person))
    said = _audit_said(sum(one.count for one in counts), persons, spans.keys)
    return IdentityAudit(persons, spans.keys, counts, _named(shop, listed), said)


def _audit_said(doubts: int, persons: int, keys: int) -> Text:
    key = "identity_audit" if doubts else "identity_audit_well"
    return both(
        lambda language: say(
            key, language, count=numbers.number(doubts, language),
            persons=numbers.number(persons, language), keys=numbers.number(keys, language),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    persons: tuple[int, ...]
    keys: tuple[int, ...]
    count: int
    merge: MergePair | None = None


def _named(shop: Shop, listed: list[tuple[Doubt, _Found]]) -> tuple[AuditFinding, ...]:
    keys = sorted({key for _, one in listed for key in one.keys})
    names = names_of(shop, np.array(keys, np.int64))
    return tuple(
        AuditFinding(
            doubt,
            one.persons,
            tuple(names[key] for key in one.keys),
            one.count,
            one.merge,
            _finding_said(doubt, one, names),
        )
        for doubt, one in listed
    )


def _finding_said(doubt: Doubt, found: _Found, names: dict[int, KeyName]) -> Text:
    key = f"identity_doubt_{doubt}" + ("_proved" if found.merge else "")
    return both(
        lambda language: say(
            key, language, count=numbers.number(found.count, language),
            name=names[found.keys[0]].said(language) if found.keys else "",
        )
    )  # fmt: skip


def _worst(found: list[_Found]) -> list[_Found]:
    return sorted(found, key=lambda one: (one.merge is None, -one.count, one.persons))[:LISTED]


def _same_addresses(spans: KeySpans, links: Links, kinds: NDArray[np.uint8]) -> Iterator[_Found]:
    """E-mail addresses under several customers who are not one person."""
    rows = np.flatnonzero((kinds[links.key_a] == EMAIL) & (kinds[links.key_b] == USER))
    emails, first, counts = np.unique(links.key_a[rows], return_index=True, return_counts=True)
    for place in np.flatnonzero(counts > 1).tolist():
        email = int(emails[place])
        mine = rows[first[place] : first[place] + counts[place]]
        users = np.unique(links.key_b[mine]).tolist()
        persons = tuple(dict.fromkeys(_person(spans, user) for user in users))
        if len(persons) < 2:
            continue
        proved = np.unique(links.key_b[mine[links.told[mine] == PROVED]]).tolist()
        apart = {_person(spans, user): user for user in reversed(proved)}
        pair = sorted(apart.values())[:2]
        merge = MergePair(pair[0], pair[1]) if len(pair) == 2 else None
        yield _Found(persons, (email, *users[:6]), len(persons), merge)


def _shared_devices(spans: KeySpans) -> Iterator[_Found]:
    """Devices on which several customers signed in."""
    keys, first, counts = np.unique(spans.key, return_index=True, return_counts=True)
    for place in np.flatnonzero(counts > 1).tolist():
        own = spans.person[first[place] : first[place] + counts[place]]
        persons = tuple(dict.fromkeys(own.tolist()))
        if len(persons) > 1:
            yield _Found(persons, (int(keys[place]),), len(persons))


def _many_keys(spans: KeySpans) -> Iterator[_Found]:
    persons, counts = np.unique(spans.person, return_counts=True)
    for place in np.flatnonzero(counts >= MANY_KEYS).tolist():
        yield _Found((int(persons[place]),), (), int(counts[place]))


def _busy(columns: Columns) -> Iterator[_Found]:
    """People with more visits on one day of the shop than a person has."""
    zone, further = zone_of(columns.zone), BUSY_DAY - 1
    for shard in columns.shards:
        start = shard.time_us[shard.visit.starts]
        order = np.lexsort((start, shard.visit.person))
        who, when = shard.visit.person[order], start[order]
        # Only who has so many within the longest day there is is looked at by the calendar.
        near = (who[further:] == who[:-further]) & (
            when[further:] - when[:-further] < LONGEST_DAY_US
        )
        rows = np.unique(np.flatnonzero(near)[:, None] + np.arange(BUSY_DAY))
        days = Counter((int(who[row]), local(int(when[row]), zone).date()) for row in rows)
        most: dict[int, int] = {}
        for (place, _), count in days.items():
            if count >= BUSY_DAY:
                most[place] = max(most.get(place, 0), count)
        for place, count in most.items():
            yield _Found((int(shard.persons[place]),), (), count)


def _person(spans: KeySpans, key: int) -> int:
    return int(spans.person[np.searchsorted(spans.key, key, side="right") - 1])
