"""Forgetting: a person leaves every place of a shop at once, stays on the forget list, and a receipt says what was done."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.events import nobody
from etappe.app.forgotten_records import clean_numbered, clean_told
from etappe.app.forgotten_uploads import drop_uploads
from etappe.app.shop import Shop
from etappe.base.clock import moment_of, now_us
from etappe.base.errors import Conflict
from etappe.events.consent import PURPOSES
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.sides import meaning_of
from etappe.journeys.people import persons_behind
from etappe.store.events import EventStore
from etappe.store.events.erasing import Erased
from etappe.store.forgotten import Forgotten
from etappe.store.records import ShopRecords

MONEY = ("purchase", "refund", "order_cancelled")
"""Meanings of events without which a shop's revenue would not be what it was."""
HASHED = ("email", "phone")
"""Kinds of keys whose word in the store is a hash."""
_SHORTEST = 4
"""A shorter key (an order '17') would be found in everything."""


@dataclass(frozen=True, slots=True)
class ForgetReceipt:
    """That a person was forgotten: nothing in it says who. `request` is a hash of what was asked (key and reason)."""

    receipt: str
    at: datetime
    by: str
    later: bool
    orders_stay: bool
    counts: dict[str, int]
    request: str


class Person(NamedTuple):
    """What a shop has of one person: arrival numbers, keys that are nobody else's, these with kind and word, texts."""

    number: int
    seqs: NDArray[np.int64]
    keys: NDArray[np.int64]
    named: Sequence[tuple[str, str]]
    words: Sequence[str]


def forget(
    shop: Shop,
    known: str,
    by: str,
    *,
    reason: str = "",
    orders_stay: bool = True,
    later: bool = False,
    busy: Collection[str] = (),
) -> ForgetReceipt:
    """Forget the person behind a key, in every place, before this returns.

    `orders_stay`: orders stay without anything of the person, so that revenue is what it was. `later`: what the same
    keys send afterwards is refused too. `busy` are uploads that are being read: Conflict while there are any.
    NotFound when nobody is known so; StorageFault if the disk does not take it (the deletion then goes on when the
    shop is opened next).
    """
    if busy:
        raise Conflict(
            "A file is being imported.",
            next_step="Wait until it is in, then repeat.",
            field="person",
        )
    shop.collector.purge()
    person = person_of(shop, known)
    receipt = secrets.token_hex(8)
    request = hashlib.sha256(f"{receipt}:{known}:{reason}".encode()).hexdigest()
    shop.forgotten.add(
        person.named, shop.events.hashing, receipt=receipt, at_us=now_us(), by=by, later=later, orders=orders_stay,
        request=request,
    )  # fmt: skip
    told = _where_words_tell(shop, person.named, person.words)
    keep = money_names(shop.events, shop.records) if orders_stay else ()
    erased = shop.events.private.erase(person.seqs, person.keys, keep=keep, samples=True)
    shop.forgotten.update(receipt, _everywhere_else(shop, erased, told))
    return next(one for one in receipts(shop) if one.receipt == receipt)


def receipts(shop: Shop) -> list[ForgetReceipt]:
    """Every receipt, the latest first."""
    return [_receipt(entry) for entry in reversed(shop.forgotten.entries())]


def finish_forgetting(shop: Shop) -> None:
    """Go on where a forgetting was interrupted: whoever is on the list and still there is deleted."""
    if not shop.forgotten.unfinished():
        return
    shop.collector.purge()
    counts = apply_list(shop)
    for entry in shop.forgotten.entries():
        if not entry.counts:
            shop.forgotten.update(entry.receipt, counts)


def apply_list(shop: Shop) -> dict[str, int]:
    """Delete, everywhere, what the shop holds of people on its forget list, as a restored backup may; how much."""
    if not len(shop.forgotten):
        return {"events": 0}
    erased, told = _erase_listed(shop)
    return _everywhere_else(shop, erased, told)


def _erase_listed(shop: Shop) -> tuple[Erased, dict[str, int]]:
    """What was deleted of the events, and what else by the words by which its people were known."""
    events = shop.events
    numbers = np.arange(len(events.keys()), dtype=np.int64)
    named = events.kinds_and_words(numbers)
    originals = events.private.originals(numbers)
    held = shop.forgotten.held(named, events.hashing, originals)
    told = originals | {key: word for key, (kind, word) in enumerate(named) if kind not in HASHED}
    words = [told[key] for key in held if len(told.get(key, "")) >= _SHORTEST]
    counts = _where_words_tell(shop, [named[key] for key in held], words)
    done = Erased(0, (), 0, 0)
    for stay in (True, False):
        keep = money_names(events, shop.records) if stay else ()
        until = {key: told.us for key, told in held.items() if told.orders == stay}
        seqs = _up_to(events, until)
        if len(seqs):
            more = events.private.erase(seqs, np.empty(0, np.int64), keep=keep, samples=True)
            done = Erased(
                done.events + more.events,
                (*done.keys, *more.keys),
                done.orders_kept + more.orders_kept,
                done.samples + more.samples,
            )
    return done, counts


def person_of(shop: Shop, known: str) -> Person:
    """Everything by which the one person behind a key is found.

    NotFound when nobody is known so, Conflict when several are: a shared device is no reason to forget a stranger.
    """
    number = the_one_behind(shop, known)
    spans = shop.book.written.spans
    keys = spans.keys_of(np.array([number], np.int32))
    others = np.unique(spans.key[spans.person != number])
    # A key that somebody else had too (a shared device) stays: only what the person did with it goes.
    own = np.setdiff1d(keys, others)
    seqs = np.union1d(shop.book.arrivals_of(number)[0], shop.events.private.events_of_keys(own)[0])
    named = shop.events.kinds_and_words(own)
    told = [word for kind, word in named if kind not in HASHED]
    told += shop.events.private.originals(own).values()
    words = [word for word in told if len(word) >= _SHORTEST]
    return Person(number, seqs, own, named, words)


def the_one_behind(shop: Shop, known: str) -> int:
    """The number of the only person known so: NotFound when there is none, Conflict when there are several."""
    shop.columns()
    behind = persons_behind(shop.events, shop.book.written.spans, known)
    if not behind:
        raise nobody(known)
    if len(behind) > 1:
        raise Conflict(
            f"{len(behind)} people are known by this key: {', '.join(f'person:{one}' for one in behind)}.",
            next_step="Look at each (`etappe people explain person:NUMBER`) and name the one that is meant.",
            field="person",
        )
    return behind[0]


def money_names(events: EventStore, records: ShopRecords) -> list[str]:
    """The event names, as sent, that are about the money of an order."""
    words = overlay(shipped_words(), records.word_edits())
    wanted = {*MONEY, *(meaning_of(name, words) for name in records.settings().conversions)}
    return [name for name in events.names() if meaning_of(name, words) in wanted]


def _up_to(events: EventStore, until: dict[int, int]) -> NDArray[np.int64]:
    """The arrival numbers of what these keys did, each up to its moment."""
    parts = [np.empty(0, np.int64)]
    for us in sorted(set(until.values())):
        keys = np.array([key for key, told in until.items() if told == us], np.int64)
        seqs, occurred = events.private.events_of_keys(keys)
        parts.append(seqs[occurred <= us])
    return np.unique(np.concatenate(parts))


def _where_words_tell(
    shop: Shop, named: Sequence[tuple[str, str]], words: Sequence[str]
) -> dict[str, int]:
    """Delete what is found by the words of a person alone: while the events still have these, so that an interrupted
    forgetting can do it again."""
    shop.records.withdrawals.lift(named, PURPOSES)
    return {
        "segments": clean_told(shop.records, words, shop.forgotten),
        "uploads": drop_uploads(shop.uploads, words) if words else 0,
    }


def _everywhere_else(shop: Shop, erased: Erased, told: dict[str, int]) -> dict[str, int]:
    """What is found by the numbers of keys, journeys, the live list; then both databases are written anew."""
    records = shop.records
    # Of an interrupted forgetting too: these keys lost their words then.
    keys = sorted({*erased.keys, *shop.events.private.blanked()})
    counts = {
        "events": erased.events, "keys": len(erased.keys), "orders_kept": erased.orders_kept,
        "samples": erased.samples, **clean_numbered(records, keys), **told,
    }  # fmt: skip
    shop.live.clear()
    shop.events.private.rewrite()
    shop.accounts.drop()
    records.rewrite()
    shop.book.compact()
    return counts


def _receipt(entry: Forgotten) -> ForgetReceipt:
    return ForgetReceipt(
        entry.receipt, moment_of(entry.at_us), entry.by, entry.later, entry.orders,
        dict(entry.counts), entry.request,
    )  # fmt: skip
