"""Batches on their way in: columns are checked in the caller's thread, files when they are staged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.base.errors import BadInput
from etappe.events.row import EVENT_COLUMNS, REQUIRED
from etappe.store.events.coding import CodedColumn

WRITE_KEY = "write_key"
"""A batch of what arrived live carries besides EVENT_COLUMNS the number of the write key that each event came with."""
TYPES: dict[str, str] = {
    **{column.name: column.type for column in EVENT_COLUMNS},
    WRITE_KEY: "VARCHAR",
}
RECEIVED = "received_at"
"""A batch may carry it besides EVENT_COLUMNS (a restored or replayed event); else the clock says."""

KNOWN = (*TYPES, RECEIVED)

Columns = dict[str, NDArray[Any]]
Given = NDArray[Any] | Sequence[Any] | CodedColumn


@dataclass(frozen=True, slots=True)
class Batch:
    """Either a Parquet file or checked columns of `rows` rows."""

    source: Path | dict[str, NDArray[Any] | CodedColumn]
    names: tuple[str, ...]
    rows: int


def check_names(names: Sequence[str]) -> None:
    """Raise BadInput for a column the event row does not have or one it must have and lacks."""
    for name in names:
        if name not in KNOWN:
            raise BadInput(
                f"{name}: an event row has no such column.",
                next_step=f"Put it into properties. Known: {', '.join(KNOWN)}.",
                field=name,
            )
    for name in REQUIRED:
        if name not in names:
            raise BadInput(
                f"{name}: is missing from the batch.",
                next_step=f"Every event needs {', '.join(REQUIRED)}.",
                field=name,
            )


def from_columns(columns: Mapping[str, Given]) -> Batch:
    """Check names, lengths and types of columns in memory and bring them to one form.

    Times are datetime64, aware or naive (UTC) datetimes, or integers in microseconds.
    """
    check_names(tuple(columns))
    arrays = {name: _array(name, values) for name, values in columns.items()}
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise BadInput(
            f"The columns of a batch have different lengths: {lengths}.",
            next_step="Give every column one entry a row.",
        )
    return Batch(arrays, tuple(arrays), next(iter(lengths.values())))


def concatenated(batches: Sequence[Batch], without: Collection[str] = ()) -> Columns:
    """Several batches of columns as one, with all event columns any of them has and `part`, the batch's place."""
    names = sorted({name for batch in batches for name in batch.names}.difference(without))
    merged = {name: _joined(name, batches) for name in names}
    sizes = [batch.rows for batch in batches]
    return merged | {"part": np.repeat(np.arange(len(batches), dtype=np.int32), sizes)}


def coded_columns(batches: Sequence[Batch]) -> Mapping[str, CodedColumn]:
    """The columns of a lone batch that came with numbered words; of several batches none."""
    (source, *more) = (batch.source for batch in batches)
    if more or isinstance(source, Path):
        return {}
    return {name: column for name, column in source.items() if isinstance(column, CodedColumn)}


def _joined(name: str, batches: Sequence[Batch]) -> NDArray[Any]:
    pieces = [_piece(name, batch) for batch in batches]
    if len(pieces) == 1:
        return pieces[0]
    if not any(isinstance(piece, np.ma.MaskedArray) for piece in pieces):
        return np.concatenate(pieces)
    # np.ma's own functions have no types; built by hand it is typed and as short.
    data = np.concatenate([np.ma.getdata(piece) for piece in pieces])
    return np.ma.MaskedArray(data, np.concatenate([np.ma.getmaskarray(piece) for piece in pieces]))


def _piece(name: str, batch: Batch) -> NDArray[Any]:
    if isinstance(batch.source, dict) and name in batch.source:
        column = batch.source[name]
        return column.plain() if isinstance(column, CodedColumn) else column
    dtype = _dtype(name)
    if dtype == np.dtype(object):
        return np.full(batch.rows, None, object)
    return np.ma.MaskedArray(np.zeros(batch.rows, dtype), np.ones(batch.rows, np.bool_))


def _dtype(name: str) -> np.dtype[Any]:
    types = {"VARCHAR": "O", "BIGINT": "int64", "BOOLEAN": "bool", "TIMESTAMP": "int64"}
    return np.dtype(types[TYPES.get(name, "TIMESTAMP")])


def _array(name: str, values: Given) -> NDArray[Any] | CodedColumn:
    if isinstance(values, CodedColumn):
        return _checked(name, values)
    try:
        if _dtype(name) == np.dtype(object):
            return _words(values)
        if TYPES.get(name, "TIMESTAMP") == "TIMESTAMP":
            return _moments(values)
        return _numbers(values, _dtype(name))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(
            f"{name}: holds an entry that is not {TYPES.get(name, 'TIMESTAMP')} ({error}).",
            next_step="Convert the column before it is appended.",
            field=name,
        ) from error


def _checked(name: str, column: CodedColumn) -> NDArray[Any] | CodedColumn:
    fits = not len(column) or 0 <= column.codes.min() <= column.codes.max() <= len(column.words)
    if not fits or _dtype(name) != np.dtype(object):
        raise BadInput(
            f"{name}: is not a column of numbered words, or has a number without a word.",
            next_step="Number the words from 1; 0 is none.",
            field=name,
        )
    return column.plain() if name == "event_id" else column


def _words(values: NDArray[Any] | Sequence[Any]) -> NDArray[Any]:
    entries = values.tolist() if isinstance(values, np.ndarray) else list(values)
    plain = set(map(type, entries)) <= {str, type(None)}
    if plain and isinstance(values, np.ndarray) and values.dtype == object:
        return values
    array = np.empty(len(entries), object)
    array[:] = entries if plain else [None if entry is None else str(entry) for entry in entries]
    return array


def _moments(values: NDArray[Any] | Sequence[Any]) -> NDArray[Any]:
    if isinstance(values, np.ndarray) and values.dtype.kind == "i":
        return values.astype(np.int64)
    if not isinstance(values, np.ndarray):
        values = np.array([_without_zone(entry) for entry in values], "datetime64[us]")
    moments = values.astype("datetime64[us]")
    micros = moments.astype(np.int64)
    empty = np.isnat(moments)
    return np.ma.masked_array(micros, empty) if empty.any() else micros


def _without_zone(entry: Any) -> Any:
    if isinstance(entry, datetime):
        return entry.astimezone(UTC).replace(tzinfo=None) if entry.tzinfo else entry
    if entry is None or isinstance(entry, np.datetime64):
        return entry
    if isinstance(entry, int):
        return np.datetime64(entry, "us")
    raise TypeError(f"{entry!r} is not a time")


def _numbers(values: NDArray[Any] | Sequence[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        return values.astype(dtype)
    if isinstance(values, np.ndarray) and values.dtype.kind in "iub":
        return values.astype(dtype)
    entries = list(values)
    if any(isinstance(entry, float | np.floating) and entry != int(entry) for entry in entries):
        raise ValueError("money is whole minor units")
    empty = np.array([entry is None for entry in entries], np.bool_)
    filled = np.array([0 if entry is None else entry for entry in entries], dtype)
    return np.ma.masked_array(filled, empty) if empty.any() else filled
