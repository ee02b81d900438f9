"""Consent of a person: what they agreed to when, from the events themselves; and a withdrawal, which counts at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.app.data_kinds import names_of
from etappe.app.forgetting import person_of, the_one_behind
from etappe.app.shop import Shop
from etappe.base.clock import now_us
from etappe.base.errors import BadInput
from etappe.events.consent import ANALYTICS, PURPOSES, granted
from etappe.store.records import Withdrawal


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """From `at` on the person agreed to the purpose or not, until the next fact. `version`: of the text they read."""

    purpose: str
    agreed: bool
    at: datetime
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class PersonConsent:
    """The facts of one person, the latest first, and what holds now: `withdrawn` overrules what devices say."""

    person: int
    facts: tuple[ConsentFact, ...]
    withdrawn: tuple[Withdrawal, ...]


def consent_of(shop: Shop, known: str) -> PersonConsent:
    """What the person behind a key agreed to; NotFound when nobody is known so, Conflict when several are."""
    return _consent(shop, the_one_behind(shop, known))


def _consent(shop: Shop, number: int) -> PersonConsent:
    seqs, _ = shop.book.arrivals_of(number)
    named = _named(shop, number)
    return PersonConsent(
        number, consent_facts(shop.events.rows(seqs)), shop.records.withdrawals.of(named)
    )


def consent_facts(rows: Iterable[Mapping[str, Any]]) -> tuple[ConsentFact, ...]:
    """Every change of what a person agreed to, told by their events, the latest first."""
    held: dict[str, bool] = {}
    found: list[ConsentFact] = []
    for row in sorted(rows, key=lambda one: (one["occurred_us"], one["seq"])):
        told = granted(row.get("consent"))
        if told is None:
            continue
        version = _version(row.get("properties"))
        for purpose in PURPOSES:
            agreed = purpose in told
            if held.get(purpose) != agreed:
                held[purpose] = agreed
                at, source = row["occurred_at"], row.get("source") or ""
                found.append(ConsentFact(purpose, agreed, at, version, source))
    return tuple(reversed(found))


def withdraw(shop: Shop, known: str, purposes: Sequence[str], by: str) -> PersonConsent:
    """Note that a person no longer agrees: from now on, on every device; for the past too if the shop has set that."""
    _check(purposes)
    person = person_of(shop, known)
    shop.records.withdrawals.note(person.named, purposes, now_us(), by)
    if ANALYTICS in purposes:
        withdraw_past(shop)
    return _consent(shop, person.number)


def agree(shop: Shop, known: str, purposes: Sequence[str]) -> PersonConsent:
    """Take a noted withdrawal back: the person agrees again."""
    _check(purposes)
    person = person_of(shop, known)
    shop.records.withdrawals.lift(person.named, purposes)
    return _consent(shop, person.number)


def withdraw_past(shop: Shop) -> int:
    """Delete what people did on the site before they withdrew, if the shop has set that; how many events.

    Orders and contacts stay: they were not kept for want of a consent to be watched.
    """
    shop.privacy.noted = False
    if not shop.records.tracking().withdrawal_past or not shop.records.withdrawals.any:
        return 0
    numbers = np.arange(len(shop.events.keys()), dtype=np.int64)
    named = shop.events.kinds_and_words(numbers)
    since = shop.records.withdrawals.since(named, ANALYTICS)
    seqs = _browsed(shop, since)
    if not len(seqs):
        return 0
    erased = shop.events.private.erase(seqs, np.empty(0, np.int64))
    shop.records.data_keys.destroy(list(erased.keys))
    shop.events.private.rewrite()
    shop.records.rewrite()
    shop.book.compact()
    return erased.events


def _browsed(shop: Shop, since: Mapping[int, int]) -> NDArray[np.int64]:
    """What these keys did on the site before their moment."""
    parts = [np.empty(0, np.int64)]
    browsing = names_of(shop, "browsing")
    for us in sorted(set(since.values())):
        keys = np.array([key for key, told in since.items() if told == us], np.int64)
        mine, occurred = shop.events.private.events_of_keys(keys)
        older = shop.events.private.older(browsing, us, orders=False)
        parts.append(np.intersect1d(mine[occurred < us], older))
    return np.unique(np.concatenate(parts))


def _named(shop: Shop, number: int) -> Sequence[tuple[str, str]]:
    keys = shop.book.written.spans.keys_of(np.array([number], np.int32))
    return shop.events.kinds_and_words(keys)


def _version(properties: str | None) -> str:
    return str(json.loads(properties).get("consent_version", "")) if properties else ""


def _check(purposes: Sequence[str]) -> None:
    unknown = [purpose for purpose in purposes if purpose not in PURPOSES]
    if unknown or not purposes:
        raise BadInput(
            f"purposes: {', '.join(unknown) or 'none'}.",
            next_step=f"Known: {', '.join(PURPOSES)}.",
            field="purposes",
        )
