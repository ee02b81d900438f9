"""Pipeline: the way of an event that arrives live, as a list of named steps. Files go by `carrying`.

The steps run behind the answer, on batches. A new step is a file in `live/steps` and a line here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from etappe.collect.live.draft import Draft
from etappe.collect.live.steps import (
    arrival,
    bots,
    consent,
    device,
    duplicates,
    identity,
    names,
    order,
    origin,
    page,
    payment,
    properties,
    staff,
)
from etappe.collect.live.way import Passing, Step, Surroundings
from etappe.events.row import EVENT_COLUMNS

PIPELINE: tuple[Step, ...] = (
    Step("arrival", arrival.begin_row),
    Step("duplicates", duplicates.drop_duplicates, drops=True),
    Step("bots", bots.drop_bots, drops=True),
    Step("names", names.put_name),
    Step("page", page.put_page),
    Step("origin", origin.put_origin),
    Step("payment", payment.mark_return),
    Step("device", device.put_device),
    Step("order", order.put_order),
    Step("identity", identity.put_keys),
    Step("staff", staff.mark_staff),
    Step("consent", consent.keep_consent, drops=True),
    Step("properties", properties.put_properties),
)
"""The steps in their order. `consent` stands behind those that find the keys by which a forgotten person is known."""

_COLUMNS = (*(column.name for column in EVENT_COLUMNS), "received_at", "write_key")
_AT_ONCE = 500
"""So many events go through the steps together: few enough to stay in the processor's cache."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a batch.

    `columns` are what `EventStore.append` takes, one entry a kept event, without columns that nobody filled
    (empty if nothing is kept). `kept` and `dropped` are the events in their order; of a batch that was done beside only
    the watched ones are among `kept`. `rows` are kept in all.
    """

    columns: dict[str, Any]
    kept: list[Passing]
    dropped: list[Passing]
    rows: int


def run(
    drafts: Sequence[Draft],
    surroundings: Surroundings,
    *,
    watched: int = 0,
    between: Callable[[], None] = _nothing,
) -> Passed:
    """Take a batch through every step. The last `watched` events get notes of what each step did.

    `between` is called after each part of the batch, so that a long one can give way to others.
    """
    fresh = replace(surroundings, seen={})
    watched_from = len(drafts) - watched
    columns: dict[str, list[Any]] = {}
    kept: list[Passing] = []
    dropped: list[Passing] = []
    for start in range(0, len(drafts), _AT_ONCE):
        part = [
            Passing(draft, {}, notes=[] if place >= watched_from else None)
            for place, draft in enumerate(drafts[start : start + _AT_ONCE], start)
        ]
        good = _through_steps(part, fresh)
        kept += good
        dropped += [passing for passing in part if passing.dropped is not None]
        _extend(columns, [passing.row for passing in good], len(kept))
        between()
    ordered = {name: columns[name] for name in _COLUMNS if name in columns}
    return Passed(ordered, kept, dropped, len(kept))


def _extend(columns: dict[str, list[Any]], rows: list[dict[str, Any]], count: int) -> None:
    """Put the rows under the columns, which then have `count` entries each."""
    for name in set(columns).union(*rows):
        column = columns.setdefault(name, [None] * (count - len(rows)))
        column.extend(map(dict.get, rows, repeat(name)))


def _through_steps(part: list[Passing], surroundings: Surroundings) -> list[Passing]:
    """The events of the part that no step dropped."""
    for step in PIPELINE:
        step.take(part, surroundings)
        if step.drops:
            part = [passing for passing in part if passing.dropped is None]
    return part
