"""JSON rows: cuts JSON lines into pieces of whole lines; blank lines are no rows."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Lines = NDArray[np.int64]


def json_pieces(blocks: Iterable[bytes], rows: int) -> Iterator[tuple[bytes, Lines]]:
    """Pieces of exactly `rows` lines (the last has fewer), with the number of each line from 1."""
    held: list[bytes] = []
    numbers: list[int] = []
    number, carry = 0, b""
    for block in blocks:
        lines = (carry + block).split(b"\n")
        carry = lines.pop()
        for line in lines:
            number += 1
            if not line.strip():
                continue
            held.append(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            numbers.append(number)
            if len(held) == rows:
                yield b"\n".join(held) + b"\n", np.array(numbers, np.int64)
                held, numbers = [], []
    if held:
        yield b"\n".join(held) + b"\n", np.array(numbers, np.int64)
