"""People, the group: exactly the persons whom one figure of another analysis counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.errors import unknown
from etappe.analysis.kpis_rows import person_of
from etappe.analysis.levels import Level
from etappe.analysis.run import each
from etappe.analysis.scope import ResolvedScope
from etappe.analysis.selection import Selection
from etappe.analysis.speech import say
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.journeys.columns import Columns, Shard, Unit

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Chosen = tuple[Selection, Mask]
"""The units of a shard that a question selects, and which of them the figure counts."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which figure of the other analysis: its name, and what it is a figure of.

    `names` are keys as that analysis writes them: a touchpoint, both ends of an edge, a whole path, a stage,
    a channel, the first day of a funnel's week. `step` counts from 1; `value` names a group of a funnel that is split.
    """

    name: str
    names: tuple[str, ...] = ()
    step: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """`members[i]` says, by place in the persons of shard i, who belongs to it.

    `count` is the figure itself, in `unit`s; `says` names the group so that it fits behind "312 Personen".
    """

    members: tuple[Mask, ...]
    count: int
    unit: str
    says: Mapping[Language, str]
    resolved: ResolvedScope


def persons_of(columns: Columns, unit: Unit, chosen: Sequence[Chosen]) -> tuple[Mask, ...]:
    """The persons of the chosen units; `chosen` lies in the order of the shards that were asked."""
    if unit == "account":
        return _persons_of_accounts(columns, chosen)
    return tuple(member_mask(one.shard, one.person[mask]) for one, mask in chosen)


def member_mask(shard: Shard, places: NDArray[np.integer]) -> Mask:
    """By place in the shard's persons: is it among `places`?"""
    members = np.zeros(len(shard.persons), np.bool_)
    members[places] = True
    return members


def _persons_of_accounts(columns: Columns, chosen: Sequence[Chosen]) -> tuple[Mask, ...]:
    """Everybody with a touch in the chosen accounts; the arrival number tells whose touch it is."""
    kept = np.zeros(columns.seq + 2, np.bool_)
    for selection, mask in chosen:
        entries = entries_of(selection.starts[mask], selection.ends[mask])
        rows = entries if selection.rows is None else selection.rows[entries]
        kept[selection.shard.seq[rows]] = True

    def of_shard(shard: Shard) -> Mask:
        rows = np.flatnonzero(shard.live(kept[shard.seq[: shard.rows]]))
        return member_mask(shard, person_of(shard, rows))

    return tuple(each(columns.shards, of_shard))


def entries_of(starts: NDArray[np.integer], ends: NDArray[np.integer]) -> Rows:
    """The entries of all these units, one unit after another."""
    sizes = (ends - starts).astype(np.int64)
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts.astype(np.int64) - before, sizes) + np.arange(int(sizes.sum()))


def units_holding(selection: Selection, entries: Rows) -> Rows:
    """The unit (place in the selection) of each entry, -1 for an entry outside of all of them."""
    starts, ends = selection.starts, selection.ends
    if not len(starts):
        return np.full(len(entries), -1, np.int64)
    # Units of persons whose rows are repeated in order of time lie behind the others.
    order = np.argsort(starts, kind="stable")
    place = np.searchsorted(starts[order], entries, "right") - 1
    unit = order[np.maximum(place, 0)]
    return np.where((place >= 0) & (entries < ends[unit]), unit, -1)


def counted(selection: Selection, units: Rows) -> Chosen:
    """A selection with these units (places; -1 is none) marked."""
    mask = np.zeros(len(selection), np.bool_)
    mask[units[units >= 0]] = True
    return selection, mask


def only_name(part: Part, count: int = 1) -> tuple[str, ...]:
    """The names that a part needs; BadInput when there are more or fewer."""
    if len(part.names) != count:
        raise BadInput(
            f"name: {part.name!r} needs {count}, not {len(part.names)}.",
            next_step="Name what the figure is of: name=view_item, both ends of an edge one after the other.",
            field="name",
        )
    return part.names


def code_of(level: Level, name: str) -> int:
    """The code of a name as an answer writes it; BadInput with the nearest names when it is none."""
    if name not in level.names:
        raise unknown("name", name, level.names)
    return level.names.index(name)


def words(key: str, figures: Callable[[Language], Mapping[str, str]]) -> Mapping[Language, str]:
    """The name of a group in each language."""
    return {language: say(f"people_{key}", language, **figures(language)) for language in LANGUAGES}
