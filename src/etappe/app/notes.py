"""Notes: staff write down a call, visit, conversation or fair; it arrives as an event of its class.

A note is the customer's contact, told by staff: it counts like any other touch. One that was wrong is taken back: its
event is deleted, and the journeys are as if it had never been written.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from etappe.analysis.events import nobody
from etappe.analysis.people_keys import PersonKey
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.clock import now_us
from etappe.base.errors import BadInput, NotFound
from etappe.events.noted import MOODS, SOURCE, NoteKind, note_kinds
from etappe.events.words import Text

MOST_WORDS = 2_000
"""Characters of a note."""

_FIELDS = {"user": "user_id", "email": "email", "phone": "phone", "anonymous": "anonymous_id"}
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """A contact that staff wrote down. `id` is its arrival number; `person` is None where only the account is known."""

    id: int
    kind: str
    label: Text
    at: datetime
    mood: str
    words: str
    by: str
    written_at: datetime
    person: int | None
    account: str | None


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """What may be written down: a kind with its name."""

    kind: str
    label: Text


def note_choices(_: Shop) -> list[NoteChoice]:
    """The kinds of contacts that may be written down."""
    return [NoteChoice(one.key, one.name) for one in note_kinds()]


def notes(shop: Shop, person: str = "", account: str = "") -> list[Note]:
    """What was written down of a person (by number or any key), or of an account's people whom nobody named."""
    keys = [person] if person else [_of_account(one) for one in shop.accounts.ids_of(account)]
    numbers = [number for key in keys if (number := shop.book.person_of(key)) is not None]
    if person and not numbers:
        raise nobody(person)
    shop.columns()
    found = [
        _note(row, number)
        for number in numbers
        for row in _rows(shop, shop.book.arrivals_of(number)[0].tolist())
        if row["source"] == SOURCE
    ]
    return sorted(found, key=lambda note: note.at, reverse=True)


def write_note(shop: Shop, wanted: Mapping[str, Any], by: str = COMMAND_LINE) -> Note:
    """Write a contact down. `wanted` has kind, at (a moment), mood, words, and person or account or both.

    BadInput names what cannot be; NotFound a person nobody knows.
    """
    kind = _kind(str(wanted.get("kind") or ""))
    at = _moment(wanted.get("at"))
    words, mood = _words(wanted)
    row: dict[str, Any] = {
        "event_id": f"note-{uuid.uuid4().hex}",
        "occurred_at": at,
        "name": kind.event,
        "source": SOURCE,
        "channel": kind.channel,
        "properties": json.dumps(
            {"note": words, "mood": mood, "noted_kind": kind.key, "noted_by": by},
            ensure_ascii=False,
        ),
    }
    row |= _whose(shop, str(wanted.get("person") or ""), str(wanted.get("account") or ""))
    receipt = shop.events.append({name: [value] for name, value in row.items()})
    number = shop.book.person_of(str(wanted.get("person") or _of_account(row["account_id"])))
    [kept] = _rows(shop, [receipt.last_seq])
    return _note(kept, number)


def take_back(shop: Shop, number: int) -> None:
    """Delete a note's event; journeys are cut as if it had never been. NotFound for what is no note."""
    try:
        [row] = _rows(shop, [number])
    except NotFound:
        row = {}
    if row.get("source") != SOURCE:
        raise NotFound(
            f"There is no note {number}.", next_step="Ask for the notes of a person.", field="note"
        )
    gone = shop.events.core(number, number + 1)
    shop.events.private.take_out(gone.seq)
    shop.book.without(gone)


def _rows(shop: Shop, seqs: Sequence[int]) -> list[dict[str, Any]]:
    return shop.events.private.rows(np.array(seqs, np.int64))


def _note(row: Mapping[str, Any], person: int | None) -> Note:
    told = row["properties"]
    told = json.loads(told) if isinstance(told, str) else (told or {})
    known = {kind.key: kind for kind in note_kinds()}
    kind = known.get(told.get("noted_kind", "")) or note_kinds()[0]
    return Note(
        id=int(row["seq"]),
        kind=kind.key,
        label=kind.name,
        at=row["occurred_at"],
        mood=told.get("mood", "neutral"),
        words=told.get("note", ""),
        by=told.get("noted_by", ""),
        written_at=row["received_at"],
        person=person,
        account=row.get("account_id"),
    )


def _whose(shop: Shop, person: str, account: str) -> dict[str, Any]:
    """The keys of the event: the person's strongest that can be written, and the account."""
    if not person and not account:
        raise BadInput(
            "A note needs a person or an account.",
            next_step="Name the person by number or key, or the account.",
            field="person",
        )
    if account and account not in shop.events.accounts():
        raise NotFound(
            f"There is no account {account!r}.",
            next_step="Write the account's id as its events have it.",
            field="account",
        )
    found: dict[str, Any] = {"account_id": account or None}
    if not person:
        # Somebody of the account, nobody knows who: one unnamed person an account.
        return found | {"anonymous_id": _of_account(account)}
    number = shop.book.person_of(person)
    if number is None:
        raise nobody(person)
    for key in shop.people.keys_of([number], unsealed=True)[number]:
        if field := _writable(key):
            return found | dict([field])
    raise BadInput(
        "person: known only by an address that is not kept.",
        next_step="Name the person by e-mail address or customer number.",
        field="person",
    )


def _writable(key: PersonKey) -> tuple[str, str] | None:
    """The column and word that lead to this key; None for an order's, and for a hash whose original is not kept."""
    field = _FIELDS.get(key.kind)
    word = key.original if key.kind in ("email", "phone") else key.word
    return (field, word) if field and word else None


def _of_account(account: str) -> str:
    return f"account:{account}"


def _kind(key: str) -> NoteKind:
    known = {kind.key: kind for kind in note_kinds()}
    if key not in known:
        raise BadInput(
            f"kind: {key!r} cannot be written down.",
            next_step=f"One of: {', '.join(known)}.",
            field="kind",
        )
    return known[key]


def _moment(given: object) -> int:
    """When it was, in microseconds: now if nothing is told, never in the future."""
    now = now_us()
    if given in (None, ""):
        return now
    try:
        told = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError:
        told = None
    if told is None:
        raise BadInput(
            f"at: {given!r} is no moment.",
            next_step="Write it as 2026-03-01T14:30.",
            field="at",
        )
    at = round((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp() * 1_000_000)
    if at > now + _DAY_US:
        raise BadInput(
            f"at: {told.isoformat()} has not come yet.",
            next_step="Write down what was; appointments are not notes.",
            field="at",
        )
    return at


def _words(wanted: Mapping[str, Any]) -> tuple[str, str]:
    words, mood = str(wanted.get("words") or "").strip(), str(wanted.get("mood") or "neutral")
    if mood not in MOODS:
        raise BadInput(f"mood: {mood!r}.", next_step=f"One of: {', '.join(MOODS)}.", field="mood")
    if len(words) > MOST_WORDS:
        raise BadInput(
            f"words: {len(words)} characters.",
            next_step=f"Write at most {MOST_WORDS}.",
            field="words",
        )
    return words, mood
