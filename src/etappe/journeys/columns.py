"""Columns: what every analysis reads. One shard holds whole persons; a person lies in one shard."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from etappe.base.main_rate import MainRate
from etappe.events.words import Words

T = TypeVar("T")

MOST_NOTES = 64
"""So many things worked out for one moment's columns are remembered."""

Unit = Literal["visit", "journey", "person", "account"]

IN_VISIT = np.uint8(1)
IN_JOURNEY = np.uint8(2)
SHOP_SIDE = np.uint8(4)
CONVERSION = np.uint8(8)  # the one conversion of an order (or a purchase without order id)
AFTER_FIRST = np.uint8(16)  # later in time than the first conversion of its journey
VISIT_START = np.uint8(32)  # first touch of a visit, in row order


@dataclass(frozen=True, slots=True)
class Units:
    """Runs of rows: unit i is rows starts[i]:ends[i] of the shard; person[i] indexes shard.persons.

    Units are in the order of their persons, so that distinct persons are counted in one pass.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    person: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Shard:
    """The columns of some persons. Rows are in order person, journey, visit, time, arrival.

    Rows [0, rows) are each touch once. Rows [rows, len(time_us)) repeat, in pure time order, the touches
    of the few persons whose row order differs from it; only `person` units point there.
    Rows `dropped` are of persons who were cut again since and stand in another shard: no unit holds them,
    and what reads rows without units leaves them out (`live`).
    Touches that are in no journey (a weekly mail nobody asked for) lie first in their person. Touches of
    staff and bots, of the future, and events that tell again an order already told are no rows: they are
    counted in Columns.counts and stay in the store.
    """

    rows: int
    persons: NDArray[np.int64]  # person ids (the number of the oldest key), rising
    time_us: NDArray[np.int64]
    event: NDArray[np.uint16]  # index into Columns.events
    touchpoint: NDArray[np.uint16]  # index into Columns.touchpoints
    channel: NDArray[np.uint8]  # index into Columns.channels; a visit's touches have the visit's
    flags: NDArray[np.uint8]
    seq: NDArray[np.uint32]  # arrival number of the event in the store
    value_row: NDArray[
        np.int32
    ]  # rows below `rows` that have a value, rising; repeated rows are not in it
    value: NDArray[np.int64]  # their money in minor units of the shop's currency
    person: Units
    visit: Units
    journey: Units
    journey_open: NDArray[np.bool_]  # not yet idle for the idle time at the data's end
    journey_converted: NDArray[np.int32]  # row of the earliest conversion of the cut, or -1
    own_starts: NDArray[np.int32]  # by place in `persons`: where their touches begin in row order
    extra: Callable[[str], "Extra"]  # further columns by name: page, device, campaign, any property
    dropped: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))  # rising
    touch_person: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    """In account shards the person id behind each row, repeated rows included; empty in shards of persons."""

    def live(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A mask by row without the rows `dropped`; `mask` itself when there are none."""
        if not len(self.dropped):
            return mask
        mask = mask.copy()
        mask[self.dropped[: self.dropped.searchsorted(len(mask))]] = False
        return mask


@dataclass(frozen=True, slots=True)
class Extra:
    """A dictionary-coded further column: words[codes[row]]; code 0 is 'has none' (None).

    `words` is the same object for all shards.
    """

    codes: NDArray[np.uint32]
    words: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class StaffOrders:
    """Orders that staff entered: money that is real, out of every customer figure (a line beside them)."""

    time_us: NDArray[np.int64]
    value: NDArray[np.int64]


def no_words(column: str, seqs: NDArray[np.int64]) -> Sequence[str | None]:
    """Nobody told anything of these events."""
    return [None] * len(seqs)


AccountWords = Mapping[str, Mapping[int, tuple[str, ...]]]
"""Attribute → account id (the number in account shards) → its words; an account without it is missing."""


@dataclass(frozen=True, slots=True)
class AccountTraits:
    """What is known of accounts beside their touches. Equal marks know the same; `read` looks when first asked."""

    mark: Hashable = None
    read: Callable[[], AccountWords] = dict


@dataclass(frozen=True, slots=True)
class Columns:
    """One moment's journeys of a shop. Immutable: a refresh makes a new value."""

    shards: tuple[Shard, ...]
    account_shards: tuple[Shard, ...]
    """The same for accounts: `persons` are account ids, unit `person` of them is the account."""
    events: tuple[str, ...]
    """Event names as sent, Segment aliases resolved; index is the event code."""
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    words: Words
    currency: str
    zone: str
    first_us: int
    last_us: int
    seq: int
    staff_orders: StaffOrders
    counts: Mapping[str, int]
    """touches, persons, visits, journeys, staff, bots, future, repeated, without_rate_<CUR> (orders) …"""
    known_properties: tuple[str, ...]
    """Every name that `extra` can answer."""
    main_rate: MainRate = "visit"
    """Of what base the shop's first conversion rate is; nothing is cut by it."""
    words_at: Callable[[str, NDArray[np.int64]], Sequence[str | None]] = no_words
    """(further column, arrival numbers of events) → their words: for few events, without building the column."""
    account_traits: AccountTraits = field(default_factory=AccountTraits, repr=False)
    """Attributes of accounts, for conditions; nothing is cut by them."""
    notes: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was worked out of these columns and is asked for again (`once`)."""

    def read_by(
        self, words: Words, zone: str, main_rate: MainRate, traits: AccountTraits
    ) -> "Columns":
        """The same moment read by these; itself if it is. What was worked out by others is worked out anew."""
        known = (self.words, self.zone, self.main_rate, self.account_traits.mark)
        if known == (words, zone, main_rate, traits.mark):
            return self
        return replace(
            self, words=words, zone=zone, main_rate=main_rate, account_traits=traits, notes={}
        )

    def account_words(self) -> AccountWords:
        """The attributes of accounts as of this moment."""
        return self.once("account words", self.account_traits.read)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """`work()`, remembered under `key` as long as these columns live; the oldest is forgotten first."""
        found: T | None = self.notes.get(key)
        if found is None:
            found = work()
            if len(self.notes) >= MOST_NOTES:
                self.notes.pop(next(iter(self.notes)), None)
            self.notes[key] = found
        return found
