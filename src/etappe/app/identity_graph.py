"""Why one person: the keys of a person, what joins them, and what keeps others apart, as one answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from etappe.analysis.people_keys import KnownBy
from etappe.app.identity_words import KeyName, Told
from etappe.events.words import Text
from etappe.store.events.values import DecisionKind

Why = Literal["together", "proved", "alias", "same_number", "merge"]
State = Literal["joins", "elsewhere", "apart", "undone"]


@dataclass(frozen=True, slots=True)
class KeyTurn:
    """From `at` on (None: from the beginning) a key is `person`'s; `by` is the login that brought the turn."""

    at: datetime | None
    person: int
    by: KeyName | None
    event: Told | None
    sentences: Text


@dataclass(frozen=True, slots=True)
class GraphKey:
    """One key. `person` is whose it is now, `mine` whether it is (at some time) the person's asked about.

    `turns` are told of a key that several people had; `events` is how many events carried it.
    """

    key: int
    kind: KnownBy
    shown: str | None
    person: int
    mine: bool
    first_seen: datetime | None
    last_seen: datetime | None
    events: int
    turns: tuple[KeyTurn, ...]


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision of somebody: what, about which keys, why, and whether it holds."""

    id: int
    kind: DecisionKind
    a: KeyName | None
    b: KeyName | None
    undoes: int | None
    reason: str
    by: str
    at: datetime
    holds: bool
    undone_by: int | None
    sentences: Text


@dataclass(frozen=True, slots=True)
class GraphJoin:
    """Two keys and what says that they are one person.

    `state`: it joins them; it joins them in another person (elsewhere: a device that several had); it does not
    (apart: both belong to known people); somebody took it back (undone).
    """

    a: int
    b: int
    why: Why
    state: State
    at: datetime | None
    event: Told | None
    decision: ShownDecision | None
    sentences: Text


@dataclass(frozen=True, slots=True)
class IdentityGraph:
    """All that says who `person` is. `left_out` keys are not shown; `decisions` are about the keys shown."""

    person: int
    keys: tuple[GraphKey, ...]
    joins: tuple[GraphJoin, ...]
    decisions: tuple[ShownDecision, ...]
    left_out: int
    sentences: Text
