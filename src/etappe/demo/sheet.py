"""The sheet all touches of the demo are written on, as codes, before they become rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.demo.calendar import END, to_utc
from etappe.demo.keys import NUMBERED
from etappe.events.row import EVENT_COLUMNS
from etappe.store.events import CodedColumn

NO_VALUE = np.iinfo(np.int64).min
BATCH = 200_000
_WORD_COLUMNS = tuple(
    column.name
    for column in EVENT_COLUMNS
    if column.name not in {"event_id", "occurred_at", "value", "bot", "email_verified", *NUMBERED}
)
_CODE_COLUMNS = (*_WORD_COLUMNS, *NUMBERED)

Codes = NDArray[np.int32]
Cell = int | str | None | NDArray[Any] | Sequence[str | None]


class Sheet:
    """Touches in the order they were written; `batches` gives them back as rows by time.

    A cell is a word for all touches, a list with a word for each, or codes that `code` gave; for the keys
    of `keys.NUMBERED` it is the number of the person, order or visit plus one (0: none).
    """

    def __init__(self) -> None:
        self._words: dict[str, dict[str, int]] = {name: {} for name in _WORD_COLUMNS}
        self._times: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.int64]] = []
        self._proved: list[NDArray[np.bool_]] = []
        self._codes: dict[str, list[Codes]] = {name: [] for name in _CODE_COLUMNS}

    def code(self, column: str, words: Sequence[str | None]) -> Codes:
        """The codes of `words` in `column`; None has code 0."""
        known = self._words[column]
        return np.array(
            [0 if word is None else known.setdefault(word, len(known) + 1) for word in words],
            np.int32,
        )

    def add(self, at: NDArray[np.int64], **cells: Cell) -> None:
        """Write touches at local times `at` (µs); what lies behind the demo's last day is left out."""
        values, proved = cells.pop("value", None), bool(cells.pop("email_verified", False))
        count = len(at)
        keep = at < END
        self._times.append(at[keep])
        money = np.asarray(NO_VALUE if values is None else values, np.int64)
        self._values.append(np.broadcast_to(money, count)[keep])
        self._proved.append(np.full(count, proved)[keep])
        unknown = cells.keys() - self._codes.keys()
        if unknown:
            raise KeyError(f"no such columns: {sorted(unknown)}")
        for column, chunks in self._codes.items():
            codes = self._cell(column, cells.get(column))
            chunks.append(np.broadcast_to(codes, count)[keep])

    def __len__(self) -> int:
        return sum(map(len, self._times))

    def batches(self) -> Iterator[Mapping[str, NDArray[Any]]]:
        """All touches by time, equal times in the order they were written, as columns of words."""
        for batch in self.coded_batches():
            yield {
                name: column.plain() if isinstance(column, CodedColumn) else column
                for name, column in batch.items()
            }

    def coded_batches(self) -> Iterator[Mapping[str, NDArray[Any] | CodedColumn]]:
        """The same with the words as numbers, as the store takes them fastest."""
        times = to_utc(np.concatenate(self._times))
        order = np.argsort(times, kind="stable")
        times = times[order].view("datetime64[us]")
        values = np.concatenate(self._values)[order]
        proved = np.concatenate(self._proved)[order]
        codes = {name: np.concatenate(chunks)[order] for name, chunks in self._codes.items()}
        words = {name: self._vocabulary(name, column) for name, column in codes.items()}
        for first in range(0, len(times), BATCH):
            rows = slice(first, min(first + BATCH, len(times)))
            yield self._batch(rows, times, values, proved, codes, words)

    def _batch(
        self,
        rows: slice,
        times: NDArray[Any],
        values: NDArray[np.int64],
        proved: NDArray[np.bool_],
        codes: Mapping[str, Codes],
        words: Mapping[str, NDArray[Any]],
    ) -> Mapping[str, NDArray[Any] | CodedColumn]:
        money = values[rows]
        made: dict[str, NDArray[Any] | CodedColumn] = {
            "event_id": np.array([f"jw-{row:07d}" for row in range(rows.start, rows.stop)], object),
            "occurred_at": times[rows],
            "value": np.ma.masked_array(money, money == NO_VALUE),
            "email_verified": proved[rows],
            **{
                name: CodedColumn(column[rows].astype(np.int64), words[name])
                for name, column in codes.items()
            },
        }
        return {column.name: made[column.name] for column in EVENT_COLUMNS if column.name in made}

    def _cell(self, column: str, cell: Any) -> Codes:
        if cell is None:
            return np.zeros(1, np.int32)
        if isinstance(cell, str):
            return self.code(column, [cell])
        if isinstance(cell, np.ndarray) and cell.dtype != object:
            return cell.astype(np.int32)
        if isinstance(cell, int | np.integer):
            return np.array([cell], np.int32)
        return self.code(column, cell)

    def _vocabulary(self, column: str, codes: Codes) -> NDArray[Any]:
        if column not in NUMBERED:
            return np.array([*self._words[column]], object)
        words = np.full(int(codes.max(initial=0)), None, object)
        spell = NUMBERED[column]
        for code in np.unique(codes[codes > 0]).tolist():
            words[code - 1] = spell(code - 1)
        return words
