"""Choosing: which column of the file serves which key, as told or, where nobody told, as guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from etappe.base.errors import BadInput
from etappe.collect.columns.guessing import guess, plain
from etappe.collect.columns.mapping import KEYS, MAY_MISS, Alternatives, EventMapping, FileMapping
from etappe.collect.columns.sample import Sample
from etappe.store.files.fields import PARENT

_PERSON_KEYS = ("person", "email", "anonymous_id", "phone")
_FLAGS = {
    "visit_id": "visit",
    "order_id": "order",
    "product_id": "product",
    "account_id": "account",
}
_ALWAYS = ("time", "event", "person")
_NEVER = ("quantity", "bot", "consent", "previous_id", "email_verified")
"""Keys whose columns are taken only when somebody names them."""

GUESSED = (
    *_ALWAYS,
    *(key for key in KEYS if key not in (*_ALWAYS, *_NEVER)),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """Key → column of the file, which of them were guessed, and a constant event name if one fits."""

    columns: Mapping[str, str]
    guessed: frozenset[str] = frozenset()
    name: str = ""
    notes: tuple[str, ...] = ()


def choose(mapping: FileMapping, event: EventMapping, sample: Sample, place: str) -> Choices:
    """All columns for one event of a row. Raises BadInput for a column the file does not have."""
    told = {**mapping.columns, **event.columns}
    columns = {
        key: found
        for key in told
        if key != "id" and (found := chosen_columns(key, told, sample, place))
    }
    if any(
        not told[key] or told[key][-1] == MAY_MISS
        for key in told
        if key == "time" and key not in columns
    ):
        return Choices(columns)
    guessed = _guessed(mapping, event, columns, sample)
    columns |= guessed
    if "time" not in columns:
        raise _missing("time", "says when", sample, place)
    if _no_person(columns, mapping, event):
        raise _missing("person", "says who", sample, place)
    name = ""
    if not event.name and "event" not in columns:
        name = "purchase" if "order_id" in columns else "page_view" if "page" in columns else ""
        if not name:
            raise _missing("event", "says what happened", sample, place)
    return Choices(columns, frozenset(guessed) | ({"event"} if name else set()), name)


def _no_person(columns: Mapping[str, str], mapping: FileMapping, event: EventMapping) -> bool:
    keys = {*columns, *mapping.constants, *event.constants}
    return not keys & {*_PERSON_KEYS, "user_id", "order_id", "account_id"}


def _guessed(
    mapping: FileMapping, event: EventMapping, columns: Mapping[str, str], sample: Sample
) -> dict[str, str]:
    found: dict[str, str] = {}
    taken = [*columns.values(), *mapping.settled]
    wanted = GUESSED if mapping.guess else _ALWAYS
    for key in wanted:
        if key in columns or (key == "event" and event.name):
            continue
        if not mapping.guess and key == "person" and any(k in columns for k in _PERSON_KEYS):
            continue
        if key == "source" and (mapping.source or key in {**mapping.constants, **event.constants}):
            continue
        if column := guess(key, sample, taken):
            found[key] = column
            taken.append(column)
    if (
        "value" in columns
        and "currency" not in columns
        and not mapping.currency
        and "currency" not in found
    ):
        column = guess("currency", sample, taken)
        found |= {"currency": column} if column else {}
    return found


def chosen_columns(key: str, told: Mapping[str, Alternatives], sample: Sample, place: str) -> str:
    """The first of the alternatives for `key` that the file has; "" if none need be there."""
    alternatives = told.get(key, ())
    for column in alternatives:
        for name in (column, PARENT + column):
            if column and sample.has(name):
                return name
    if not alternatives:
        return ""
    if alternatives[-1] == MAY_MISS:
        wanted = [plain(column) for column in alternatives if column]
        return (
            next((name for name in sample.columns if plain(name) in wanted), "")
            if sample.types
            else ""
        )
    alike = [name for name in sample.columns if plain(name) == plain(alternatives[0])]
    near = alike or get_close_matches(alternatives[0], sample.columns, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    one = " Is that the right delimiter?" if len(sample.columns) == 1 else ""
    raise BadInput(
        f"{place}: has no column {alternatives[0]!r} (for --{_FLAGS.get(key, key)}).",
        next_step=f"{hint}Columns: {_listed(sample)}.{one}",
        field=key,
    )


def _missing(key: str, what: str, sample: Sample, place: str) -> BadInput:
    one = " That is one column only: is the delimiter another?" if len(sample.columns) == 1 else ""
    return BadInput(
        f"{place}: no column was found that {what}.",
        next_step=f"Name it with --{key}. Columns: {_listed(sample)}.{one}",
        field=key,
    )


def _listed(sample: Sample) -> str:
    return ", ".join(sample.columns[:20]) + (" …" if len(sample.columns) > 20 else "")
