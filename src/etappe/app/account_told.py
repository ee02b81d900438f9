"""Attributes of accounts: what people typed before what files said before what events told, each with its source."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from etappe.analysis.account_values import Attribute, AttributeSource
from etappe.base.clock import moment_of, to_us
from etappe.events.account_words import AccountField, account_fields, field_named
from etappe.identity.spans import LONG_AGO
from etappe.store.events.accounts import AccountFact
from etappe.store.records import AccountEntry

RANKS: tuple[AttributeSource, ...] = ("typed", "imported", "events")
NO_ATTRIBUTES = ("member", "roles")
"""Fields of the log that are about people, not the account."""
OWN_LENGTH = 60
_SKIPPED = frozenset(
    ("role", "roles", "position", "jobtitle", "title", "traits", "groupid", "group_id", "id")
)


def of_company(
    members: Sequence[tuple[int, int]], entries: Mapping[int, Sequence[AccountEntry]]
) -> list[AccountEntry]:
    """What counts of a company with these ids (code and the moment it joined, the id that stays first).

    `entries` are by code what counts of each alone. What was said of the company since an id joined stands in the place
    of what was said of that id; else lists are put together, and the first id that has a value says it.
    """
    found: dict[tuple[str, str], AccountEntry] = {}
    [(head, _), *_] = members
    since = {(one.field, one.source): to_us(one.at) for one in entries.get(head, ())}
    for code, joined_us in members:
        for entry in entries.get(code, ()):
            key = (entry.field, entry.source)
            before = found.get(key)
            if before is None:
                found[key] = entry
            elif since.get(key, LONG_AGO) >= joined_us:
                continue
            elif isinstance(before.value, list) and isinstance(entry.value, list):
                both = list(dict.fromkeys((*before.value, *entry.value)))
                found[key] = replace(before, value=both)
            elif before.value is None:
                found[key] = entry
    return list(found.values())


def attributes_of(
    entries: Iterable[AccountEntry], facts: Sequence[AccountFact], currency: str
) -> tuple[Attribute, ...]:
    """The attributes of one account in the order of pages, own ones last by name.

    `entries` are what counts in the log for it, `facts` what events told of it, by time.
    """
    said: dict[str, list[Attribute]] = defaultdict(list)
    for entry in entries:
        if entry.field not in NO_ATTRIBUTES and entry.value is not None:
            said[entry.field].append(
                attribute(
                    entry.field, entry.value, currency, entry.source, entry.by, entry.at, entry.id
                )
            )
    for name, (value, fact) in told_by_events(facts).items():
        at = moment_of(fact.occurred_us)
        said[name].append(attribute(name, value, currency, "events", fact.source, at, None))
    order = [one.field for one in account_fields()]
    names = sorted(
        said, key=lambda name: (order.index(name) if name in order else len(order), name)
    )
    return tuple(_best(said[name]) for name in names)


def told_by_events(facts: Sequence[AccountFact]) -> dict[str, tuple[Any, AccountFact]]:
    """Field → the value told last, and by which event; properties that mean no attribute are the shop's own fields."""
    found: dict[str, tuple[Any, AccountFact]] = {}
    for fact in facts:
        told = json.loads(fact.properties)
        traits = told.get("traits")
        for name, value in {**told, **(traits if isinstance(traits, Mapping) else {})}.items():
            if (
                name.replace("_", "").casefold() in _SKIPPED
                or value in (None, "")
                or len(name) > OWN_LENGTH
            ):
                continue
            field = field_named(name)
            if field is None and isinstance(value, Mapping | list):
                continue
            found[field or name] = (value, fact)
    return found


def attribute(
    name: str,
    value: Any,
    currency: str,
    source: AttributeSource,
    by: str,
    at: Any,
    entry: int | None,
) -> Attribute:
    """The value as its field's kind reads it."""
    known = _fields().get(name)
    kind = known.kind if known else "text"
    texts = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
    amount, unit = money_of(value, currency) if kind == "money" else (None, None)
    return Attribute(
        field=name,
        label=known.label if known else {"de": name, "en": name},
        kind=kind if kind != "money" or amount is not None else "text",
        own=known is None,
        text=None if kind == "texts" or amount is not None else ", ".join(texts),
        texts=texts if kind == "texts" else (),
        amount=amount,
        currency=unit,
        source=source,
        by=by,
        at=at,
        entry=entry,
        others=(),
    )


def words_of(one: Attribute) -> tuple[str, ...]:
    """The attribute as conditions compare it: a list by each of its words, an amount as a number."""
    if one.kind == "texts":
        return one.texts
    if one.amount is not None:
        return (str(one.amount),)
    return (one.text,) if one.text else ()


def money_of(value: Any, currency: str) -> tuple[Decimal | None, str | None]:
    """(amount, currency) of {"amount", "currency"}, a number or a plain decimal text; (None, None) for no money."""
    told = value if isinstance(value, Mapping) else {"amount": value}
    try:
        amount = Decimal(str(told.get("amount")))
    except InvalidOperation:
        return None, None
    if not amount.is_finite():
        return None, None
    return amount, str(told.get("currency") or currency)


def _best(said: Sequence[Attribute]) -> Attribute:
    ordered = sorted(said, key=lambda one: RANKS.index(one.source))
    best = ordered[0]
    value = (best.text, best.texts, best.amount, best.currency)
    others = tuple(
        one.source
        for one in ordered[1:]
        if (one.text, one.texts, one.amount, one.currency) != value
    )
    return Attribute(
        **{name: getattr(best, name) for name in Attribute.__slots__} | {"others": others}
    )


def _fields() -> dict[str, AccountField]:
    return {one.field: one for one in account_fields()}
