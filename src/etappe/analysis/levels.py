"""Levels: what a touch is called in an answer: its event, touchpoint, channel, stage or any property."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.errors import unknown
from etappe.analysis.speech import say
from etappe.base.messages import LANGUAGES, Language, keys
from etappe.events.words import StageModel, Text
from etappe.journeys.columns import AFTER_FIRST, Columns, Shard

Codes = NDArray[Any]
"""Unsigned integers (1, 2 or 4 bytes), one a row."""

OUTSIDE = "(outside)"
NOT_SET = "(not set)"
OWN_LEVELS = ("event", "touchpoint", "channel", "stage")


@dataclass(frozen=True, slots=True)
class Level:
    """`names[codes(shard)[row]]` is what the touch is called; names are keys, never translated.

    A touch without the property is called `(not set)`, one outside the stage model `(outside)`;
    `blank` is the code of that name, -1 when the level has none.
    """

    key: str
    names: tuple[str, ...]
    codes: Callable[[Shard], Codes]
    texts: Mapping[str, Text]
    blank: int = -1

    def label(self, name: str) -> dict[Language, str]:
        """The name as people read it, in each language; the name itself where nobody wrote one."""
        if self.blank >= 0 and name == self.names[self.blank]:
            key = "outside" if name == OUTSIDE else "not_set"
            return {language: say(key, language) for language in LANGUAGES}
        text = self.texts.get(name, {})
        return {language: text.get(language) or name for language in LANGUAGES}


def certain(columns: Columns, channel: str) -> bool:
    """Whether contacts by this channel were seen; false where an answer, a code or a poster tells of them."""
    known = columns.words.channels.get(channel)
    return known is None or known.certain


def level_names(columns: Columns) -> tuple[str, ...]:
    """Every level a question may name."""
    further = [name for name in columns.known_properties if name not in OWN_LEVELS]
    return (*OWN_LEVELS, *further)


def resolve_level(columns: Columns, name: str, model: StageModel, field: str = "level") -> Level:
    """The level of that name; BadInput listing the known ones otherwise."""
    words = columns.words
    if name == "event":
        texts = {key: word.label for key, word in words.events.items()}
        return Level(name, columns.events, lambda shard: shard.event, texts)
    if name == "touchpoint":
        texts = {key: point.name for key, point in words.touchpoints.items()}
        return Level(name, columns.touchpoints, lambda shard: shard.touchpoint, texts)
    if name == "channel":
        texts = {key: channel.name for key, channel in words.channels.items()}
        return Level(name, columns.channels, lambda shard: shard.channel, texts)
    if name == "stage":
        return _stage_level(columns, model)
    if name not in columns.known_properties:
        raise unknown(field, name, level_names(columns))
    names = tuple(word or NOT_SET for word in extra_words(columns, name)[1:])
    texts = _value_texts(name, names)
    return Level(name, (NOT_SET, *names), lambda shard: extra_codes(shard, name), texts, blank=0)


def _value_texts(name: str, values: tuple[str, ...]) -> dict[str, Text]:
    """What people call the values of a property that have a name of their own: devices."""
    known = keys("etappe.analysis")
    return {
        value: {language: say(f"value_{name}_{value}", language) for language in LANGUAGES}
        for value in values
        if f"value_{name}_{value}" in known
    }


def codes_of(columns: Columns, level: Level, name: str, field: str) -> list[int]:
    """The codes a name stands for: several events may mean the same, a known name may not occur (none).

    BadInput with the nearest names when nobody knows it.
    """
    if level.key == "event":
        codes = event_codes(columns, name)
        if codes or name in columns.words.events or name in columns.words.aliases:
            return codes
    elif name in level.names:
        return [level.names.index(name)]
    if name in level.texts:
        return []
    known = [known for code, known in enumerate(level.names) if code != level.blank]
    raise unknown(field, name, known)


def event_codes(columns: Columns, name: str) -> list[int]:
    """Codes of the events called so: as sent, by alias, or standing for it; empty when none is."""
    words = columns.words
    canonical = words.aliases.get(name, name)
    exact = [code for code, event in enumerate(columns.events) if event in (name, canonical)]
    if exact:
        return exact
    return [
        code
        for code, event in enumerate(columns.events)
        if event in words.events and words.events[event].meaning == canonical
    ]


def stage_tables(columns: Columns, model: StageModel) -> NDArray[np.uint8]:
    """Stage code by [after first conversion?, touchpoint code]; the last code is outside the model."""
    order = {stage.key: code for code, stage in enumerate(model.stages)}
    outside = len(order)
    table = np.full((2, max(1, len(columns.touchpoints))), outside, np.uint8)
    for row, stages in enumerate((model.before, model.after)):
        for code, touchpoint in enumerate(columns.touchpoints):
            table[row, code] = order.get(stages.get(touchpoint, ""), outside)
    return table


def extra_words(columns: Columns, name: str) -> tuple[str | None, ...]:
    """The words of a further column; the first is None (has none)."""
    for shard in (*columns.shards, *columns.account_shards):
        return shard.extra(name).words
    return (None,)


def extra_codes(shard: Shard, name: str) -> NDArray[np.uint32]:
    """The codes of a further column for every row of the shard, repeated rows included."""
    codes = shard.extra(name).codes
    if len(codes) == len(shard.time_us):
        return codes
    return np.concatenate((codes[: shard.rows], codes[: shard.rows][repeated_rows(shard)]))


def repeated_rows(shard: Shard) -> NDArray[np.int64]:
    """For each row that repeats a touch in time order: the row where the touch stands first.

    Dropped rows repeat some dropped row.
    """
    some = int(shard.dropped[0]) if len(shard.dropped) else 0
    found = np.full(len(shard.seq) - shard.rows, some, np.int64)
    again = np.flatnonzero(shard.person.starts >= shard.rows)
    if not len(again):
        return found
    starts = shard.person.starts[again]
    sizes = shard.person.ends[again] - starts
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    own = within + np.repeat(shard.own_starts[shard.person.person[again]], sizes)
    repeats = within + np.repeat(starts, sizes)
    order = own[np.argsort(shard.seq[own], kind="stable")]
    found[repeats - shard.rows] = order[np.searchsorted(shard.seq[order], shard.seq[repeats])]
    return found


def _stage_level(columns: Columns, model: StageModel) -> Level:
    table = stage_tables(columns, model)
    flat = table.ravel()
    width = np.uint32(table.shape[1])

    def codes(shard: Shard) -> Codes:
        after = (shard.flags & AFTER_FIRST) != 0
        return np.where(after, flat[width:][shard.touchpoint], flat[:width][shard.touchpoint])

    names = (*(stage.key for stage in model.stages), OUTSIDE)
    texts = {stage.key: stage.name for stage in model.stages}
    return Level("stage", names, codes, texts, blank=len(names) - 1)
