"""Packed bodies: gzip and zstd, known by their first bytes, whole or not at all, and never more than a body may be."""

import zlib

import zstandard

from etappe.base.errors import BadInput

MOST_BYTES = 5_000_000
"""A body may be so large, packed and unpacked."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WINDOW = 2**23
_AT_ONCE = 16 * 1024
_LONGEST_HEAD = 18
_RLE = 1
_MOST_PIECES = 1_000
"""So many pieces, or blocks of a piece, may a body have: no sender needs more, and each costs time."""


class TooLarge(BadInput):
    """The body is larger than one request may be."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            f"The body is larger than {MOST_BYTES:,} bytes.", next_step="Send smaller batches."
        )


def unpacked(body: bytes) -> bytes:
    """The body as it was before gzip or zstd.

    Packed pieces may stand one behind the other, as joined files and streams that were flushed have them.
    """
    try:
        if body.startswith(_GZIP):
            return _ungzipped(body)
        if body.startswith(_ZSTD):
            return _unzstded(body)
    except (zlib.error, zstandard.ZstdError) as error:
        raise _damaged(str(error)) from error
    return body


def _ungzipped(body: bytes) -> bytes:
    plain, rest, pieces = bytearray(), memoryview(body), 0
    while rest:
        pieces = _one_more(pieces, rest, _GZIP)
        piece = zlib.decompressobj(wbits=31)
        # A little at a time: what a piece leaves over is copied.
        while rest and not piece.eof:
            taken = rest[:_AT_ONCE]
            plain += piece.decompress(taken, MOST_BYTES + 1 - len(plain))
            if len(plain) > MOST_BYTES:
                raise TooLarge
            rest = rest[len(taken) - len(piece.unused_data) :]
        if not piece.eof:
            raise _broken_off()
    return bytes(plain)


def _unzstded(body: bytes) -> bytes:
    plain, rest, pieces = bytearray(), memoryview(body), 0
    while rest:
        pieces = _one_more(pieces, rest, _ZSTD)
        end = _end_of_frame(rest)
        unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        plain += unpacker.stream_reader(rest[:end]).read(MOST_BYTES + 1 - len(plain))
        if len(plain) > MOST_BYTES:
            raise TooLarge
        rest = rest[end:]
    return bytes(plain)


def _one_more(pieces: int, rest: memoryview, begin: bytes) -> int:
    if rest[: len(begin)] != begin:
        raise _damaged("something else follows what is packed")
    if pieces == _MOST_PIECES:
        raise _damaged(f"it has more than {_MOST_PIECES:,} pieces")
    return pieces + 1


def _end_of_frame(body: memoryview) -> int:
    """Where the frame at the beginning ends, by the sizes of its blocks (RFC 8878): the library passes over a missing end."""
    head = bytes(body[:_LONGEST_HEAD])
    at = zstandard.frame_header_size(head)
    for _ in range(_MOST_PIECES):
        block = int.from_bytes(body[at : at + 3], "little")
        kind, size = block >> 1 & 3, block >> 3
        at += 3 + (1 if kind == _RLE else size)
        if at > len(body):
            raise _broken_off()
        if block & 1:
            break
    else:
        raise _damaged(f"it has more than {_MOST_PIECES:,} blocks")
    at += 4 * zstandard.get_frame_parameters(head).has_checksum
    if at > len(body):
        raise _broken_off()
    return at


def _damaged(why: str) -> BadInput:
    return BadInput(
        f"The body is damaged: {why}.", next_step="Send it whole, as gzip, zstd or plain."
    )


def _broken_off() -> BadInput:
    return BadInput("The body ends too early.", next_step="Send it whole.")
