"""CSV rows: cuts text into pieces of whole, clean rows and sets the malformed ones aside.

Rows are found with numpy, a few megabytes at a time: a line end outside quotes ends a row, and a
row with another number of delimiters than the header is malformed. Where the quotes of a block do
not add up, `csv_repair` reads that block line by line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etappe.collect.files.csv_repair import Malformed, repair
from etappe.collect.files.dialect import Dialect

_LONGEST_ROW = 16 << 20
_LF = 10


@dataclass(frozen=True, slots=True)
class CleanRows:
    """Some whole rows, each ended by '\\n', with the number of the line (from 1) each begins on."""

    data: bytes
    ends: NDArray[np.int64]
    """Offset behind each row."""
    lines: NDArray[np.int64]
    malformed: tuple[Malformed, ...] = ()

    def __len__(self) -> int:
        return len(self.ends)


def csv_pieces(blocks: Iterable[bytes], dialect: Dialect, rows: int) -> Iterator[CleanRows]:
    """The rows below the header in pieces of exactly `rows` clean rows; the last has fewer."""
    held: list[CleanRows] = []
    count = 0
    for part in _without_header(_clean_blocks(blocks, dialect), dialect):
        held.append(part)
        count += len(part)
        while count >= rows:
            whole = _joined(held)
            piece, rest = _cut(whole, rows)
            yield piece
            held, count = [rest], len(rest)
    rest = _joined(held)
    if len(rest) or rest.malformed:
        yield rest


def _clean_blocks(blocks: Iterable[bytes], dialect: Dialect) -> Iterator[CleanRows]:
    carry, line = b"", 1
    skip = dialect.skip
    for block in _with_end(blocks):
        data, final = carry + (block or b""), block is None
        if line == 1 and data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        if dialect.backslash:
            quote = dialect.quote.encode()
            data = data.replace(b"\\" + quote, quote * 2)
        while skip and b"\n" in data:
            data, line, skip = data.partition(b"\n")[2], line + 1, skip - 1
        part, used = _fast(data, dialect, line)
        if part is None or (used == 0 and (final or len(data) > _LONGEST_ROW)):
            part, used = _slow(data, dialect, line, final)
        carry = data[used:]
        line += data.count(b"\n", 0, used)
        if final and carry:
            part2, used = _slow(carry, dialect, line, final)
            yield part
            part, carry, line = part2, carry[used:], line + carry.count(b"\n", 0, used)
        yield part


def _with_end(blocks: Iterable[bytes]) -> Iterator[bytes | None]:
    yield from blocks
    yield None


def _fast(data: bytes, dialect: Dialect, line: int) -> tuple[CleanRows | None, int]:
    """Rows by vectors; None if the quotes do not add up. The second value is how much was used."""
    codes = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(codes == _LF)
    marks = np.flatnonzero(codes == ord(dialect.delimiter))
    ends = newlines
    if dialect.quote.encode() in data:
        quotes = np.flatnonzero(codes == ord(dialect.quote))
        if not _sound(codes, quotes, ord(dialect.delimiter)):
            return None, 0
        ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
        marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    if not len(ends):
        return CleanRows(b"", ends, ends), 0
    ends = ends + 1
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    lines = line + np.searchsorted(newlines, starts)
    found = np.diff(np.searchsorted(marks, ends), prepend=0)
    good = found == len(dialect.columns) - 1
    blank = ends - starts == 1
    good &= ~blank if len(dialect.columns) == 1 else True
    used = int(ends[-1])
    if good.all():
        return CleanRows(data[:used], ends, lines), used
    bad = np.flatnonzero(~good & ~blank)
    malformed = tuple(
        _malformed(int(lines[row]), data[starts[row] : ends[row]], int(found[row]) + 1, dialect)
        for row in bad
    )
    kept = b"".join(data[a:b] for a, b in _runs(good, starts, ends))
    lengths = (ends - starts)[good]
    return CleanRows(kept, np.cumsum(lengths), lines[good], malformed), used


def _sound(codes: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int) -> bool:
    """Whether every quote opens or closes a whole field, or is one of a doubled pair."""
    opening, closing = quotes[::2], quotes[1::2]
    before = codes[np.maximum(opening - 1, 0)]
    ok = (opening == 0) | (before == delimiter) | (before == _LF)
    ok[1:] |= closing[: len(ok) - 1] == opening[1:] - 1
    if not ok.all():
        return False
    inside = closing[closing + 1 < len(codes)]
    after = codes[inside + 1]
    fine = (after == delimiter) | (after == _LF)
    fine |= np.isin(inside + 1, opening)
    return bool(fine.all())


def _runs(
    good: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        yield int(starts[first]), int(ends[after - 1])


def _malformed(line: int, raw: bytes, found: int, dialect: Dialect) -> Malformed:
    text = raw.decode("utf-8", "replace").rstrip("\n")
    return Malformed(line, f"{found} columns instead of {len(dialect.columns)}", text)


def _slow(data: bytes, dialect: Dialect, line: int, final: bool) -> tuple[CleanRows, int]:
    rows, malformed, used = repair(data, dialect, line, final)
    lengths = np.array([len(row) for _, row in rows], np.int64)
    lines = np.array([number for number, _ in rows], np.int64)
    clean = b"".join(row for _, row in rows)
    return CleanRows(clean, np.cumsum(lengths), lines, tuple(malformed)), used


def _without_header(parts: Iterator[CleanRows], dialect: Dialect) -> Iterator[CleanRows]:
    waiting = True
    for part in parts:
        if waiting and len(part):
            waiting = False
            part = replace(_cut(part, 1)[1], malformed=part.malformed)
        yield part


def _joined(parts: list[CleanRows]) -> CleanRows:
    if len(parts) == 1:
        return parts[0]
    empty = np.zeros(0, np.int64)
    shifts = np.cumsum([0, *(len(part.data) for part in parts)])
    return CleanRows(
        b"".join(part.data for part in parts),
        np.concatenate(
            [empty, *(part.ends + shift for part, shift in zip(parts, shifts[:-1], strict=True))]
        ),
        np.concatenate([empty, *(part.lines for part in parts)]),
        tuple(one for part in parts for one in part.malformed),
    )


def _cut(part: CleanRows, rows: int) -> tuple[CleanRows, CleanRows]:
    at = int(part.ends[rows - 1])
    first = CleanRows(part.data[:at], part.ends[:rows], part.lines[:rows], part.malformed)
    return first, CleanRows(part.data[at:], part.ends[rows:] - at, part.lines[rows:])
