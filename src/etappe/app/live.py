"""Live: the latest events as people may see them, with the steps each passed and the person it went to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from etappe.app.live_board import Sighting
from etappe.app.live_words import note_text, reason_text, sender_text, step_text
from etappe.app.shop import Shop
from etappe.base.clock import moment_of
from etappe.collect.live.reasons import BOT, FORGOTTEN, NO_CONSENT
from etappe.collect.live.way import Note
from etappe.collect.pipeline import PIPELINE
from etappe.events.personal import masked, veiled
from etappe.events.sides import canonical
from etappe.events.words import Text, Words

Outcome = Literal["kept", "changed", "dropped", "not_reached"]
STORE = "store"
"""The last step of every event: the store keeps it, or drops it because its id is known."""

_DROPPERS = {BOT: "bots", NO_CONSENT: "consent", FORGOTTEN: "consent"}
"""Which step drops for a reason, where the step said nothing of it."""
_FILLS = {
    "page": ("host", "path", "title", "referrer"),
    "origin": ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "click_id"),
    "device": ("device", "browser"),
    "order": ("order_id", "product_id", "value", "currency"),
    "identity": (
        "anonymous_id",
        "user_id",
        "previous_id",
        "email",
        "phone",
        "account_id",
        "visit_id",
    ),
    "staff": ("staff",),
    "consent": ("consent",),
}
"""Which columns of the row each step fills."""
_MAY_DROP = frozenset(step.name for step in PIPELINE if step.drops)
_UNSHOWN = {
    "event_id", "name", "source", "occurred_at", "received_at", "properties", "write_key",
}  # fmt: skip
_HIDDEN = ("user_id", "previous_id", "email", "phone", "staff")
"""Columns of a row that say who somebody is: masked on the live page, always."""


@dataclass(frozen=True, slots=True)
class LiveNote:
    """What a step did to the event, in both languages."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class LiveStep:
    """One step of the way. `kept`: passed unchanged; `changed`: it added to the event or said something of it.

    `columns` are the columns of the event row that it filled.
    """

    name: str
    label: Text
    outcome: Outcome
    columns: tuple[str, ...]
    notes: tuple[LiveNote, ...]


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One event that arrived.

    `number` counts arrivals. `key` is the name of the write key that brought it. `dropped` is the key of the reason if it was not kept, with `reason` in words; then
    `field` and `message` are what was wrong with it, if something was. `fields` are what became of it, personal values
    masked; `properties` what it carried beside, masked likewise. `person` is None until the journeys know it.
    """

    number: int
    name: str
    label: Text
    kind: str
    source: str
    key_kind: str
    key: str
    occurred_at: datetime | None
    received_at: datetime
    dropped: str
    reason: Text
    field: str
    message: Text
    steps: tuple[LiveStep, ...]
    person: int | None
    fields: Mapping[str, str]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Live:
    """What changed on the board since the `cursor` that was handed in; the newest arrival first.

    `arrived` is how many events arrived since `begun`: those between two numbers shown came too fast. With another
    `begun` than in the answer before it is another list, whose cursors begin anew. An event may come again, with its person: the same `number` takes the place of the one before.
    """

    cursor: int
    begun: datetime
    arrived: int
    events: tuple[LiveEvent, ...]


def live(shop: Shop, after: int = 0) -> Live:
    """What changed on the live board after the change `after`; 0 for all that is shown."""
    board = shop.live
    # A cursor of a board that was begun anew since (another server, a shop that was closed) is none.
    change, found = board.since(after if after <= board.change else 0)
    shop.live_persons.look()
    words = shop.given_words()
    keys = {key.id: key.name for key in shop.records.write_keys.all()} if found else {}
    events = tuple(_event(sighting, words, keys) for sighting in found)
    return Live(change, board.begun, board.arrived, events)


def _event(seen: Sighting, words: Words, keys: Mapping[int, str]) -> LiveEvent:
    fault, standard = seen.fault, canonical(seen.name, words)
    occurred = seen.row.get("occurred_at")
    return LiveEvent(
        number=seen.number,
        name=seen.name,
        label=words.events[standard].label if standard in words.events else {},
        kind=seen.kind,
        source=seen.source,
        key_kind=seen.key_kind,
        key=keys.get(seen.key_id, ""),
        occurred_at=None if occurred is None else moment_of(occurred),
        received_at=moment_of(seen.received_us),
        dropped=seen.dropped,
        reason=reason_text(seen.dropped) if seen.dropped else {},
        field=fault.field if fault else "",
        message=sender_text(fault.message, fault.next_step) if fault else {},
        steps=() if fault else _steps(seen),
        person=seen.person,
        fields=_fields(seen.row),
        properties=_json(seen.properties) | _json(seen.traits),
    )


def _steps(seen: Sighting) -> tuple[LiveStep, ...]:
    names = [*(step.name for step in PIPELINE), STORE]
    end = len(names) if not seen.dropped else names.index(_dropper(seen, names))
    steps = []
    for place, name in enumerate(names):
        said = [note for note in seen.notes if note.step == name]
        filled = tuple(column for column in _FILLS.get(name, ()) if seen.row.get(column))
        outcome = _outcome(place, end, changed=bool(said or filled))
        steps.append(LiveStep(name, step_text(name), outcome, filled, _notes(said)))
    return tuple(steps)


def _dropper(seen: Sighting, names: Sequence[str]) -> str:
    """The step that ended it: the last of those that may drop which said something, else the usual one."""
    said = [note.step for note in seen.notes if note.step in _MAY_DROP]
    told = said[-1] if said else _DROPPERS.get(seen.dropped, STORE)
    return told if told in names else STORE


def _outcome(place: int, end: int, *, changed: bool) -> Outcome:
    if place == end:
        return "dropped"
    if place > end:
        return "not_reached"
    return "changed" if changed else "kept"


def _notes(said: Sequence[Note]) -> tuple[LiveNote, ...]:
    return tuple(LiveNote(note.key, note_text(note)) for note in said)


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: masked(str(value)) if name in _HIDDEN else str(veiled(value))
        for name, value in row.items()
        if name not in _UNSHOWN and value not in (None, "")
    }


def _json(content: bytes) -> dict[str, Any]:
    value = msgspec.json.decode(content) if content else {}
    return veiled(value) if isinstance(value, dict) else {}
