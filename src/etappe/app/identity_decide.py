"""Deciding who is one person: what a wish would change, and carrying it out. Every change has a reason and a name."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from etappe.analysis.money import major
from etappe.analysis.people_keys import KnownBy, PersonKey, by_strength, known_by
from etappe.analysis.people_rows import figures_of
from etappe.analysis.scope import Scope, resolve_scope
from etappe.app.identity import names_of, shown_decision
from etappe.app.identity_graph import ShownDecision
from etappe.app.identity_said import both
from etappe.app.shop import Shop
from etappe.app.speech import plural, say
from etappe.base import numbers
from etappe.base.clock import now
from etappe.base.errors import BadInput, NotFound
from etappe.base.messages import Language
from etappe.events.words import Text
from etappe.identity.spans import KeySpans
from etappe.journeys.trial import State, tried
from etappe.store.events import Decision, NewDecision, check_undo, with_undos

BY_NUMBER = "key:"
"""Before a key's number, where a word is asked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: merge the people behind `a` and `b`; split key `a` off, or with `b` take back their
    link alone; undo decision `id`. A key is told as sent or as 'key:NUMBER'."""

    kind: Literal["merge", "split", "undo"]
    a: str = ""
    b: str = ""
    id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EffectPerson:
    """One person before or after, in a few figures; `known` is the strongest key, masked."""

    person: int
    known: str | None
    known_by: KnownBy
    keys: int
    visits: int
    journeys: int
    orders: int
    value: Decimal


People = tuple[EffectPerson, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Whom a decision concerns, as they were and as they are (or would be) then."""

    before: tuple[EffectPerson, ...]
    after: tuple[EffectPerson, ...]
    currency: str
    sentences: Text


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that holds now, what it changed, and whom to look at: who is left when a key is split off."""

    decision: ShownDecision
    effect: Effect
    person: int


def preview(shop: Shop, wish: Wish) -> Effect:
    """What the wish would change; nothing is kept. BadInput, NotFound or Conflict for a wish that cannot be."""
    return _effect(shop, _new(shop, wish, ""))


def decide(shop: Shop, wish: Wish, by: str) -> Decided:
    """Carry the wish out in the name of `by`. BadInput without a reason, Conflict for what is undone already."""
    new = _new(shop, wish, by)
    effect = _effect(shop, new)
    followed = _rest_of(shop, new.key_a) if new.kind == "split" else None
    decision = shop.events.decide(new)
    shop.columns()
    concerned = _target(shop, decision)
    keys = [key for key in (concerned.key_a, concerned.key_b) if key >= 0]
    names = names_of(shop, np.array(keys, np.int64))
    shown = shown_decision(decision, names, shop.records.settings().zone)
    spans = shop.book.written.spans
    person = _person_of(spans, concerned.key_a if followed is None else followed)
    return Decided(shown, effect, person)


def key_of(shop: Shop, told: str) -> int:
    """The number of a key told as sent, or as 'key:NUMBER'. NotFound if there is no such key."""
    number = told.strip().removeprefix(BY_NUMBER)
    if told.strip().startswith(BY_NUMBER):
        if number.isascii() and number.isdigit() and int(number) < len(shop.events.keys()):
            return int(number)
    elif found := shop.events.keys().find(told.strip()):
        return found[0]
    raise NotFound(
        f"Nobody is known by the key {told!r}.",
        next_step="Name a customer number, e-mail address, order or device as it was sent.",
        field="key",
    )


def _new(shop: Shop, wish: Wish, by: str) -> NewDecision:
    if wish.kind == "undo":
        if wish.id is None:
            raise BadInput(
                "Which decision is to be undone?",
                next_step="Name its number; `etappe people decisions` lists them.",
                field="id",
            )
        return NewDecision("undo", wish.reason, by, undoes=wish.id)
    if not wish.a.strip() or (wish.kind == "merge" and not wish.b.strip()):
        raise BadInput(
            "A key is missing.",
            next_step="Name two keys to merge, or one to split off.",
            field="a" if not wish.a.strip() else "b",
        )
    a = key_of(shop, wish.a)
    b = key_of(shop, wish.b) if wish.b.strip() else -1
    if wish.kind == "split":
        return NewDecision("split", wish.reason, by, a, b)
    shop.columns()
    spans = shop.book.written.spans
    first, second = _person_of(spans, a), _person_of(spans, b)
    if first == second:
        raise BadInput(
            "Both keys are the same person already.",
            next_step="Name keys of two different people.",
            field="b",
        )
    return NewDecision("merge", wish.reason, by, _best(shop, first), _best(shop, second))


def _best(shop: Shop, person: int) -> int:
    """The key that stands for a person: the strongest of those that are only theirs, of these the oldest."""
    spans = shop.book.written.spans
    keys, counts = np.unique(spans.key, return_counts=True)
    own = spans.keys_of(np.array([person], np.int32))
    shared = own[counts[np.searchsorted(keys, own)] > 1]
    kinds = shop.events.keys().kind
    alone = np.setdiff1d(own, shared)
    candidates = alone if len(alone) else own
    return int(max(candidates.tolist(), key=lambda key: (kinds[key], -key)))


def _rest_of(shop: Shop, key: int) -> int:
    """The strongest other key of the person that has this one; itself if there is none."""
    shop.columns()
    spans = shop.book.written.spans
    others = np.setdiff1d(spans.keys_of(np.array([_person_of(spans, key)], np.int32)), [key])
    kinds = shop.events.keys().kind
    return max(others.tolist(), key=lambda other: (kinds[other], -other), default=key)


def _person_of(spans: KeySpans, key: int) -> int:
    """Whose a key is now."""
    return int(spans.person[np.searchsorted(spans.key, key, side="right") - 1])


def _target(shop: Shop, decision: Decision) -> Decision:
    """The merge or split that a chain of undos is about."""
    known = {one.id: one for one in shop.events.decisions()}
    while decision.undoes is not None:
        decision = known[decision.undoes]
    return decision


def _effect(shop: Shop, new: NewDecision) -> Effect:
    known = shop.events.decisions()
    if new.kind == "undo":
        check_undo(known, new.undoes, "etappe people decisions")
    number = (known[-1].id if known else 0) + 1
    wished = Decision(number, new.kind, new.key_a, new.key_b, new.undoes, new.reason, new.by, now())
    decisions = with_undos([*known, wished])
    trial = shop.book.tried(
        lambda store, written, settings: tried(store, written, settings, decisions)
    )
    currency = shop.records.settings().currency
    before, after = _people(shop, trial.before), _people(shop, trial.after)
    return Effect(before, after, currency, _effect_said(before, after, currency))


def _effect_said(before: People, after: People, currency: str) -> Text:
    def said(language: Language) -> str:
        if not before and not after:
            return say("identity_effect_none", language)
        told: dict[str, str] = {}
        for end, people in (("", before), ("_after", after)):
            value = sum((one.value for one in people), Decimal(0))
            told |= {
                f"persons{end}": plural("person", len(people), language),
                f"journeys{end}": plural("journey", sum(p.journeys for p in people), language),
                f"orders{end}": numbers.number(sum(p.orders for p in people), language),
                f"value{end}": numbers.money(value, currency, language),
            }
        return say("identity_effect", language, **told)

    return both(said)


def _people(shop: Shop, state: State) -> People:
    columns = state.columns
    model = resolve_scope(columns, Scope()).model
    [shard] = columns.shards
    persons = shard.persons.tolist()
    figures = figures_of(columns, [0] * len(persons), range(len(persons)), model)
    made = []
    for person, figure in zip(persons, figures, strict=True):
        keys = _keys(shop, state.spans, person)
        known = known_by(keys)
        made.append(
            EffectPerson(
                person, known.shown, known.kind, len(keys), figure.visits, figure.journeys,
                figure.orders, major(figure.value, columns.currency),
            )
        )  # fmt: skip
    return tuple(made)


def _keys(shop: Shop, spans: KeySpans, person: int) -> list[PersonKey]:
    keys = spans.keys_of(np.array([person], np.int32))
    found = shop.events.kinds_and_words(keys)
    told = shop.events.private.originals(keys)
    named = zip(keys.tolist(), found, strict=True)
    return by_strength([PersonKey(kind, word, told.get(key)) for key, (kind, word) in named])
