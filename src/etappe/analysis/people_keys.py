"""People, keys: what a person is known by, and how a personal key is masked until somebody opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from etappe.events.personal import masked

KnownBy = Literal["user", "email", "phone", "order", "anonymous", "nothing"]
STRENGTH: tuple[KnownBy, ...] = ("user", "email", "phone", "order", "anonymous")
"""Kinds of keys, the strongest first."""

PERSONAL: frozenset[KnownBy] = frozenset(("user", "email", "phone"))
"""Kinds whose word tells who somebody is."""

HASHED: frozenset[KnownBy] = frozenset(("email", "phone"))
"""Kinds of which the store knows a hash, and the word as sent only where it is kept sealed."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One key as the store keeps it; `original` is what a hash was made of, where that is kept and may be read."""

    kind: KnownBy
    word: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class ShownKey:
    """One key as people may see it; `shown` is None where only a hash is known or nothing at all."""

    kind: KnownBy
    shown: str | None


def shown(key: PersonKey, opened: bool = False) -> ShownKey:
    """The key as it may be shown: masked, or as it is once somebody has opened the person."""
    if key.kind in HASHED:
        if key.original is None:
            return ShownKey(key.kind, None)
        return ShownKey(key.kind, key.original if opened else _masked_original(key.original))
    if key.kind in PERSONAL and not opened:
        return ShownKey(key.kind, masked(key.word))
    return ShownKey(key.kind, key.word)


def _masked_original(word: str) -> str:
    """'susa@jubel.example' → 's…a@j…e': still to be seen as an address."""
    return "@".join(map(masked, word.split("@")))


def by_strength(keys: Sequence[PersonKey]) -> list[PersonKey]:
    """The strongest kind first; within one kind as they came."""
    return sorted(keys, key=lambda key: STRENGTH.index(key.kind))


def known_by(keys: Sequence[PersonKey], opened: bool = False) -> ShownKey:
    """The strongest of a person's keys, as it may be shown."""
    ordered = by_strength(keys)
    return shown(ordered[0], opened) if ordered else ShownKey("nothing", None)
