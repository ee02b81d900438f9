"""The way of a live event: what the named steps are handed, and what they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from etappe.collect.live.draft import Draft


class Note(NamedTuple):
    """What a step did to an event, for the live page: a key of NOTES and the word it is about ("PayPal")."""

    step: str
    key: str
    detail: str = ""


class Passing(msgspec.Struct, gc=False):
    """One event on its way: the draft, and the row that the steps make of it.

    `row` holds entries of EVENT_COLUMNS and `received_at`, times in microseconds; what is not known has no entry.
    `dropped` is a key of REASONS once a step decided so: no later step sees the event. `notes` is None
    unless somebody watches.
    """

    draft: Draft
    row: dict[str, Any]
    dropped: str | None = None
    notes: list[Note] | None = None

    def note(self, step: str, key: str, detail: str = "") -> None:
        """Say what was done, if somebody watches."""
        if self.notes is not None:
            self.notes.append(Note(step, key, detail))


def _nobody(_: Draft) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the steps need to know of the shop.

    `currency` is the shop's reporting currency: that of amounts sent without one ("": they are left out).
    `forgotten` says whether a draft is of a person who asked to be forgotten or withdrew the consent.
    """

    currency: str = ""
    forgotten: Callable[[Draft], bool] = _nobody


class Step(NamedTuple):
    """One named step. `take` looks at every event of the batch and adds to its row, or drops it."""

    name: str
    take: Callable[[Sequence[Passing], Surroundings], None]
