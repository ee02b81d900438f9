"""The way of a live event: what the named steps are handed, and what they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import msgspec

from etappe.collect.live.draft import Draft
from etappe.collect.live.known import Facts, facts_of

_BY_TRAITS = frozenset({"identify", "group"})


class Note(NamedTuple):
    """What a step did to an event, for the live page: its key and the word it is about ("PayPal")."""

    step: str
    key: str
    detail: str = ""


class Passing(msgspec.Struct, gc=False):
    """One event on its way: the draft, and the row that the steps make of it.

    `row` holds entries of EVENT_COLUMNS, `received_at` and `write_key`, times in microseconds; what is not known has no entry.
    `dropped` is a key of REASONS once a step decided so: no later step sees the event. `notes` is None
    unless somebody watches. `lifted` are the properties that found a place of their own in the row, or have none at all.
    """

    draft: Draft
    row: dict[str, Any]
    dropped: str | None = None
    notes: list[Note] | None = None
    lifted: list[str] | None = None
    read: Facts | None = None

    def facts(self) -> Facts:
        """The properties, read once; of identify and group the traits."""
        if self.read is None:
            draft = self.draft
            by_traits = draft.traits and draft.kind in _BY_TRAITS
            self.read = facts_of(draft.traits if by_traits else draft.properties)
        return self.read

    def lift(self, spelling: str) -> None:
        """Say that a property stands in the row and need not stay among the others."""
        if self.lifted is None:
            self.lifted = []
        self.lifted.append(spelling)

    def note(self, step: str, key: str, detail: str = "") -> None:
        """Say what was done, if somebody watches."""
        if self.notes is not None:
            self.notes.append(Note(step, key, detail))


Withheld = Literal["", "event", "click"]
"""What of an event must not be kept: nothing, all of it, or which click of an advertisement it was."""


def _nobody(drafts: Sequence[Draft]) -> Sequence[Withheld]:
    return [""] * len(drafts)


def _always() -> bool:
    return True


def _nothing(_: Sequence[str]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the steps need to know of the shop.

    `currency` is the shop's reporting currency: that of amounts sent without one ("": they are left out).
    `withheld` says what of each draft must not be kept, because its person asked to be forgotten or withdrew a consent;
    it is asked in the order of arrival, since a draft may itself tell a choice. `quiet` says that there is no such person.
    `stored` answers which of some event ids the store has, without limit of time, each with the order that its event
    names ("" none): asked only for what shop systems tell. `seen` are the ids that the batch has had so far, likewise
    with their orders; each run begins with none.
    """

    currency: str = ""
    withheld: Callable[[Sequence[Draft]], Sequence[Withheld]] = _nobody
    stored: Callable[[Sequence[str]], Mapping[str, str]] = _nothing
    quiet: Callable[[], bool] = _always
    seen: dict[str, str] = field(default_factory=dict)


class Step(NamedTuple):
    """One named step. `take` looks at every event of the batch and adds to its row; only one that `drops` may drop it."""

    name: str
    take: Callable[[Sequence[Passing], Surroundings], None]
    drops: bool = False
