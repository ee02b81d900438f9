"""Moves: which touches would be read otherwise with other words, counted over the columns as they are."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.app.occurrence import counted
from etappe.events.sides import word_of
from etappe.events.touchpoints import EventRules, TouchpointIndex
from etappe.events.words import Part, Place, Side, StageModel, Text, Words
from etappe.journeys.columns import AFTER_FIRST, Columns, Shard

Numbers = NDArray[np.int64]
Reached = tuple[str, "Reading", "Reading"]

_PAGE_BITS, _CHANNEL_BITS = 22, 8


@dataclass(frozen=True, slots=True)
class Reading:
    """How a touch is read: its touchpoint, what cuts journeys, and its stage (None: outside the model).

    Labels are no difference: a new name changes no figure.
    """

    touchpoint: str
    label: Text = field(compare=False)
    part: Part
    side: Side
    place: Place
    stage: str | None
    stage_label: Text | None = field(compare=False)
    is_conversion: bool
    conversion_only: bool


@dataclass(frozen=True, slots=True)
class WordMove:
    """`touches` of `persons`, all events of one name, are read as `after` instead of `before`."""

    event: str
    before: Reading
    after: Reading
    touches: int
    persons: int


def moves(
    columns: Columns, before: Words, after: Words, model: str
) -> tuple[int, int, tuple[WordMove, ...]]:
    """(touches, persons, moves, the most frequent first) between two states of the words.

    Stages are those of the model of this key; a model that only one of the two has moves nothing.
    """
    comparison = _Comparison(columns, before, after, model)
    codes = {id(shard): comparison.codes(shard) for shard in columns.shards}
    size = len(comparison.reached)
    if not size:
        return 0, 0, ()
    each = counted(columns, lambda shard: codes[id(shard)], size)
    # One code for all that move: a person who meets two moves is one person.
    whole = counted(columns, lambda shard: np.where(codes[id(shard)] < size, 0, 1), 1)[0]
    listed = [
        WordMove(*reached, touches=each[code].touches, persons=each[code].persons)
        for reached, code in comparison.reached.items()
    ]
    ordered = sorted(listed, key=lambda move: (-move.touches, move.event, move.before.touchpoint))
    return whole.touches, whole.persons, tuple(ordered)


class _Comparison:
    """Two states of the words over the same columns. `reached` numbers the moves as they are met."""

    def __init__(self, columns: Columns, before: Words, after: Words, model: str) -> None:
        self.columns = columns
        self.words = before, after
        self.reached: dict[Reached, int] = {}
        both = model in before.models and model in after.models
        self.models = tuple(words.models[model] if both else None for words in self.words)
        self.index = tuple(TouchpointIndex.of(words) for words in self.words)
        names = columns.events
        self.mapped = np.array([self._is_mapped_anew(name) for name in names], bool)
        self.pages = np.array([self._needs(name, "page") for name in names], bool) & self.mapped
        by_channel = np.array([self._needs(name, "channel") for name in names], bool)
        self.channels = by_channel & self.mapped
        changed = [self._event(name, 0) != self._event(name, 1) for name in names]
        self.events = self.mapped | np.array(changed, bool)
        self.touchpoints = np.array(
            [self._touchpoint(key, 0) != self._touchpoint(key, 1) for key in columns.touchpoints],
            bool,
        )

    def codes(self, shard: Shard) -> NDArray[np.uint32]:
        """By row the number of its move; beyond all numbers where nothing changes."""
        codes = np.full(shard.rows, np.iinfo(np.uint32).max, np.uint32)
        event, touchpoint = shard.event[: shard.rows], shard.touchpoint[: shard.rows]
        rows = np.flatnonzero(self.events[event] | self.touchpoints[touchpoint])
        if not len(rows):
            return codes
        after = (shard.flags[rows] & AFTER_FIRST) != 0
        page, places = self._pages(shard, rows)
        channel = np.where(self.channels[event[rows]], shard.channel[rows], 0).astype(np.int64)
        cells = event[rows].astype(np.int64) << 16 | touchpoint[rows]
        cells = ((cells << 1 | after) << _PAGE_BITS | page) << _CHANNEL_BITS | channel
        distinct, where = np.unique(cells, return_inverse=True)
        codes[rows] = np.array([self._code(cell, places) for cell in distinct.tolist()], np.uint32)[
            where
        ]
        return codes

    def _pages(self, shard: Shard, rows: Numbers) -> tuple[Numbers, list[tuple[str, str]]]:
        """A number for the page of each row where the page counts, and the pages' host and path."""
        asks = self.pages[shard.event[rows]]
        page = np.zeros(len(rows), np.int64)
        if not asks.any():
            return page, [("", "")]
        host, path = shard.extra("host"), shard.extra("path")
        own = rows[asks]
        packed = host.codes[own].astype(np.int64) << 32 | path.codes[own]
        distinct, page[asks] = np.unique(packed, return_inverse=True)
        places = [
            (host.words[pair >> 32] or "", path.words[pair & 0xFFFFFFFF] or "")
            for pair in distinct.tolist()
        ]
        return page, places

    def _code(self, cell: int, places: list[tuple[str, str]]) -> int:
        channel = cell & ((1 << _CHANNEL_BITS) - 1)
        page = cell >> _CHANNEL_BITS & ((1 << _PAGE_BITS) - 1)
        pair = cell >> (_CHANNEL_BITS + _PAGE_BITS)
        name = self.columns.events[pair >> 17]
        keys = [self.columns.touchpoints[pair >> 1 & 0xFFFF]] * 2
        if self.mapped[pair >> 17]:
            host, path = places[page] if self.pages[pair >> 17] else ("", "")
            by = self.columns.channels[channel] if self.channels[pair >> 17] else ""
            keys = [index.touchpoint_of(name, path, host, by) for index in self.index]
        before, after = (
            self._reading(name, key, bool(pair & 1), state) for state, key in enumerate(keys)
        )
        if before == after:
            return int(np.iinfo(np.uint32).max)
        return self.reached.setdefault((name, before, after), len(self.reached))

    def _reading(self, name: str, key: str, after_first: bool, state: int) -> Reading:
        words, model = self.words[state], self.models[state]
        word, touchpoint = word_of(name, words), words.touchpoints.get(key)
        stage, stage_label = _stage(model, key, after_first)
        return Reading(
            touchpoint=key,
            label=touchpoint.name if touchpoint else {"de": key, "en": key},
            part=touchpoint.part if touchpoint else "neutral",
            side=word.side,
            place=word.place,
            stage=stage,
            stage_label=stage_label,
            is_conversion=name in words.conversions,
            conversion_only=word.conversion_only,
        )

    def _is_mapped_anew(self, name: str) -> bool:
        old, new = (
            (EventRules.of(name, words).all, word_of(name, words).touchpoint)
            for words in self.words
        )
        return old != new

    def _needs(self, name: str, what: str) -> bool:
        return any(getattr(index, f"needs_{what}")(name) for index in self.index)

    def _event(self, name: str, state: int) -> tuple[object, ...]:
        words = self.words[state]
        word = word_of(name, words)
        return word.side, word.place, word.conversion_only, name in words.conversions

    def _touchpoint(self, key: str, state: int) -> tuple[object, ...]:
        touchpoint, model = self.words[state].touchpoints.get(key), self.models[state]
        part = touchpoint.part if touchpoint else "neutral"
        return part, *(_stage(model, key, after)[0] for after in (False, True))


def _stage(model: StageModel | None, key: str, after_first: bool) -> tuple[str | None, Text | None]:
    """The stage of a touchpoint until or from the first conversion on, and its name."""
    if model is None:
        return None, None
    stage = (model.after if after_first else model.before).get(key)
    names = {stage.key: stage.name for stage in model.stages}
    return (stage, names[stage]) if stage in names else (None, None)
