"""Frames: how a payload lies in a segment, and how a torn or damaged one is known."""

import zlib
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

HEAD = Struct("<II")
"""Length and CRC-32 of the payload, both little-endian."""

MOST = 64 * 2**20
"""No payload is longer; a larger length can only be damage."""


class Position(NamedTuple):
    """A place in the journal: everything before it is done with. Segments count from 1."""

    segment: int = 0
    offset: int = 0


def framed(payload: bytes) -> bytes:
    """The payload as it is written. It must not be empty: a run of zeros would be a frame then."""
    return HEAD.pack(len(payload), zlib.crc32(payload)) + payload


def frames(data: bytes, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """Each whole frame from `start` on: its payload and where it ends. Stops at the first that is torn or damaged."""
    end = len(data)
    while start + HEAD.size <= end:
        length, check = HEAD.unpack_from(data, start)
        begin = start + HEAD.size
        if not 0 < length <= MOST or begin + length > end:
            return
        payload = data[begin : begin + length]
        if zlib.crc32(payload) != check:
            return
        start = begin + length
        yield payload, start


def length_at(data: bytes, start: int) -> int | None:
    """How long the frame at `start` says it is, head included; None if the data end before or it makes no sense."""
    if start + HEAD.size > len(data):
        return None
    length: int = HEAD.unpack_from(data, start)[0]
    return HEAD.size + length if 0 < length <= MOST else None
