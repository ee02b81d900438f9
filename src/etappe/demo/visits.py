"""Visits as columns: who came when, on which device, from where, and which blocks of touches followed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from etappe.demo.blocks import blocks, role
from etappe.demo.dice import Bools, Dice, Ints

MAX_BLOCKS = 4
NONE = -1


@dataclass(frozen=True, slots=True)
class Visits:
    """Columns of equal length; -1 says none. Times are local µs, `value` in cents (the cart's worth).

    `known`: every touch carries the customer key. `order`: the order the visit's purchase makes.
    `company`: number of the company a touch names. `payment`: index into catalogue.PAYMENTS.
    """

    person: Ints
    start: Ints
    device: Ints
    source: Ints
    product: Ints
    blocks: Ints  # shape (visits, MAX_BLOCKS)
    value: Ints
    payment: Ints
    order: Ints
    company: Ints
    known: NDArray[np.bool_]
    club: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)

    def at(self, places: Ints | NDArray[np.bool_]) -> "Visits":
        """The visits at those places."""
        return Visits(*(getattr(self, field.name)[places] for field in fields(self)))


def visits(
    person: Ints,
    start: Ints,
    device: Ints | int,
    source: Ints | int,
    product: Ints | int,
    blocks: Sequence[Ints | int],
    *,
    value: Ints | int = NONE,
    payment: Ints | int = NONE,
    order: Ints | int = NONE,
    company: Ints | int = NONE,
    known: NDArray[np.bool_] | bool = False,
    club: NDArray[np.bool_] | bool = False,
) -> Visits:
    """Visits from columns or single values; `blocks` are the columns of block numbers, in order."""
    count = len(person)

    def whole(cell: Ints | int) -> Ints:
        return np.broadcast_to(np.asarray(cell, np.int64), count)

    def yes(cell: NDArray[np.bool_] | bool) -> NDArray[np.bool_]:
        return np.broadcast_to(np.asarray(cell, np.bool_), count)

    runs = [*blocks, *[NONE] * (MAX_BLOCKS - len(blocks))]
    return Visits(
        whole(person),
        whole(start),
        whole(device),
        whole(source),
        whole(product),
        np.stack([whole(run) for run in runs], axis=1),
        whole(value),
        whole(payment),
        whole(order),
        whole(company),
        yes(known),
        yes(club),
    )


def together(parts: Sequence[Visits]) -> Visits:
    """All visits of all parts, in their order."""
    names = [field.name for field in fields(Visits)]
    return Visits(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def any_of(dice: Dice, name: str, count: int) -> Ints:
    """One block of a role for each visit."""
    choices = role(name)
    return choices.start + dice.whole(len(choices), count)


def looks(dice: Dice, lengths: Ints) -> Ints:
    """Blocks that look at products with as many touches as `lengths` says (1–6 or 8; 0: none)."""
    chosen = np.full(len(lengths), NONE, np.int64)
    for length in np.unique(lengths[lengths > 0]).tolist():
        places = np.flatnonzero(lengths == length)
        chosen[places] = any_of(dice, f"look{length}", len(places))
    return chosen


def holds(plan: Visits, event: str) -> Bools:
    """Whether each visit has a touch of that name."""
    table = blocks()
    steps = np.concatenate(([0], np.cumsum(table.event == table.events.index(event))))
    in_block = np.diff(steps[table.offsets]) > 0
    return np.asarray(np.any(in_block[plan.blocks] & (plan.blocks >= 0), axis=1), np.bool_)
