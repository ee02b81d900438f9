"""A little language for touches told by hand: one person, one visit, one line a touch."""

from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any

import numpy as np

from etappe.demo.calendar import HOUR, MINUTE, SECOND, moment
from etappe.demo.keys import DEVICES
from etappe.demo.sheet import Cell, Sheet

_BY_HAND = 4_000_000  # visits told by hand are numbered from here on

Line = tuple[str, str, Mapping[str, Any]]
"""'09:30' or '09:30:15', the event's name, further cells; `properties` is a mapping."""


class Scribe:
    """Writes hand-told touches on a sheet. `cells` hold for everything it writes."""

    def __init__(self, sheet: Sheet, number: int, **cells: Cell) -> None:
        self._sheet, self._next, self._cells = sheet, _BY_HAND + number * 100, cells

    def visit(
        self, person: int, device: int, day: tuple[int, int], lines: Sequence[Line], **cells: Cell
    ) -> None:
        """Touches of one visit on a site; `cells` of the visit's origin stand on its first touch alone."""
        self._next += 1
        origin = {
            name: cell
            for name, cell in cells.items()
            if name.startswith(("utm", "referrer", "channel"))
        }
        usual = {name: cell for name, cell in cells.items() if name not in origin}
        for place, line in enumerate(lines):
            self.touch(
                day, line, source="web", anonymous_id=person * len(DEVICES) + device + 1,
                visit_id=self._next, device=DEVICES[device], language="de-DE", country="DE",
                **usual, **(origin if place == 0 else {}),
            )  # fmt: skip

    def touch(self, day: tuple[int, int], line: Line, **cells: Cell) -> None:
        """One touch on a (month, day) of the demo's year."""
        clock, name, further = line
        properties = further.get("properties")
        words = dumps(properties, ensure_ascii=False) if properties else None
        rest = {key: cell for key, cell in further.items() if key != "properties"}
        made: dict[str, Cell] = {**self._cells, **cells, "properties": words, **rest}
        self._sheet.add(np.array([at(day, clock)]), name=name, **made)


def at(day: tuple[int, int], clock: str) -> int:
    """Local microseconds of a (month, day) and a clock time 'hh:mm' or 'hh:mm:ss'."""
    hours, minutes, *seconds = map(int, clock.split(":"))
    return moment(*day) + hours * HOUR + minutes * MINUTE + sum(seconds) * SECOND
