"""Export of a person: everything a shop has of them, for a machine (JSON) and for the person (HTML)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from etappe.analysis.encode import plain
from etappe.app.consent import ConsentFact, consent_facts
from etappe.app.forgetting import person_of
from etappe.app.person import person_page
from etappe.app.shop import Shop
from etappe.base.clock import now
from etappe.events.row import EVENT_COLUMNS
from etappe.journeys.people import NUMBERED, persons_behind
from etappe.store.events.values import Decision
from etappe.store.records import Opening, Request, Withdrawal

FORMAT = 1
COLUMNS = (*(column.name for column in EVENT_COLUMNS if column.name != "properties"), "received_at")
"""The columns of an event in the export, beside `properties` as an object."""


@dataclass(frozen=True, slots=True)
class ExportedKey:
    """What the person was known by; `original` is an address or number as sent, where it is kept."""

    kind: str
    word: str
    original: str | None


@dataclass(frozen=True, slots=True)
class PersonExport:
    """Everything of one person. Events have the names of the event row; what has no value is left out."""

    format: int
    shop: str
    made_at: datetime
    person: int
    keys: tuple[ExportedKey, ...]
    consent: tuple[ConsentFact, ...]
    withdrawn: tuple[Withdrawal, ...]
    accounts: tuple[str, ...]
    account_entries: tuple[Mapping[str, Any], ...]
    segments: tuple[str, ...]
    decisions: tuple[Decision, ...]
    openings: tuple[Opening, ...]
    requests: tuple[Request, ...]
    events: tuple[Mapping[str, Any], ...]


def person_export(shop: Shop, known: str, by: str) -> PersonExport:
    """Everything of the person behind a key. That `by` saw it is noted first.

    NotFound when nobody is known so, Conflict when several people are.
    """
    shop.collector.drained()
    person = person_of(shop, known)
    shop.records.openings.note(person.number, by)
    page = person_page(shop, f"{NUMBERED}:{person.number}", {}, opened=True)
    spans = shop.book.written.spans
    keys = spans.keys_of(np.array([person.number], np.int32))
    named = shop.events.kinds_and_words(keys)
    originals = shop.events.private.originals(keys)
    rows = shop.events.private.rows(person.seqs)
    numbers = set(keys.tolist())
    return PersonExport(
        format=FORMAT,
        shop=shop.records.settings().title or shop.name,
        made_at=now(),
        person=person.number,
        keys=tuple(
            ExportedKey(kind, word, originals.get(key))
            for key, (kind, word) in zip(keys.tolist(), named, strict=True)
        ),
        consent=consent_facts(rows),
        withdrawn=shop.records.withdrawals.of(named),
        accounts=tuple(one.account for one in page.accounts),
        account_entries=tuple(asdict(entry) for entry in shop.records.accounts.of_keys(numbers)),
        segments=tuple(held.name for held in page.segments),
        decisions=tuple(one for one in shop.events.decisions() if {one.key_a, one.key_b} & numbers),
        openings=tuple(shop.records.openings.of([person.number])),
        requests=tuple(
            one for one in shop.records.requests.all() if _asked(shop, one, person.number)
        ),
        events=tuple(_event(row, originals, keys.tolist(), named) for row in rows),
    )


def as_json(export: PersonExport) -> bytes:
    """The export for a machine: JSON, indented, so that a person can read it too."""
    return json.dumps(plain(export), ensure_ascii=False, indent=2, default=str).encode()


def _asked(shop: Shop, request: Request, number: int) -> bool:
    return bool(request.key) and persons_behind(
        shop.events, shop.book.written.spans, request.key
    ) == [number]


def _event(
    row: Mapping[str, Any],
    originals: Mapping[int, str],
    keys: Sequence[int],
    named: Sequence[tuple[str, str]],
) -> Mapping[str, Any]:
    told = {name: row[name] for name in COLUMNS if row.get(name) not in (None, "", False)}
    sent = {
        key: originals[number]
        for number, key in zip(keys, named, strict=True)
        if number in originals
    }
    for kind in ("email", "phone"):
        original = sent.get((kind, told.get(kind, "")))
        if original is not None:
            told[kind] = original
    if row.get("properties"):
        told["properties"] = json.loads(row["properties"])
    return told
