"""How wide a text is in the shipped fonts, read from their own tables, so that nothing is cut or overlaps."""

import struct
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

Face = Literal["text", "strong", "title", "aside"]
FACES: dict[Face, str] = {
    "text": "FiraSans-Regular.ttf",
    "strong": "FiraSans-SemiBold.ttf",
    "title": "Literata-Medium.ttf",
    "aside": "Literata-Italic.ttf",
}
ELLIPSIS = "…"
_WIDE = 1.0  # em; a letter the font lacks comes from another font, at most about so wide


def width(text: str, face: Face, size: float) -> float:
    """The advance width of a line of text in the units of `size`, without kerning."""
    advances = _advances(face)
    return size * sum(advances.get(ord(letter), _WIDE) for letter in text)


def fit(text: str, face: Face, size: float, room: float) -> str:
    """The text if it fits, else as much as fits with an ellipsis; '' when not even that does."""
    if width(text, face, size) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + ELLIPSIS, face, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" -–·,") + ELLIPSIS if kept else ""


def wrap(text: str, face: Face, size: float, room: float, lines: int) -> list[str]:
    """Break a text into at most `lines` lines at spaces, hyphens and slashes; the last is ellipsized."""
    done: list[str] = []
    words = _pieces(text)
    while words and len(done) < lines - 1:
        line = words.pop(0)
        while words and width((line + words[0]).rstrip(), face, size) <= room:
            line += words.pop(0)
        if width(line.rstrip(), face, size) > room:
            line, rest = _split(line, face, size, room)
            words.insert(0, rest)
        done.append(line.rstrip())
    if words:
        done.append(fit("".join(words).rstrip(), face, size, room))
    return [line for line in done if line]


def largest(texts: Sequence[str], face: Face, sizes: Sequence[float], room: float) -> float:
    """The first size at which no single word of the texts is wider than the room, else the last."""
    words = [piece.rstrip() for text in texts for piece in _pieces(text)]
    for size in sizes:
        if all(width(word, face, size) <= room for word in words):
            return size
    return sizes[-1]


def _split(word: str, face: Face, size: float, room: float) -> tuple[str, str]:
    """A word longer than a line, divided with a hyphen; at least three letters go on to the next."""
    cut = max(1, len(word.rstrip()) - 3)
    while cut > 1 and width(word[:cut] + "-", face, size) > room:
        cut -= 1
    return word[:cut].rstrip("-") + "-", word[cut:]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for letter in text:
        pieces[-1] += letter
        if letter in " -/":
            pieces.append("")
    return [piece for piece in pieces if piece]


@cache
def _advances(face: Face) -> Mapping[int, float]:
    """Advance in em by code point, from the tables head, hhea, hmtx and cmap (format 4) of the font."""
    font = files("etappe.maps").joinpath("fonts", FACES[face]).read_bytes()
    tables = _tables(font)
    (units,) = struct.unpack_from(">H", font, tables["head"] + 18)
    (metrics,) = struct.unpack_from(">H", font, tables["hhea"] + 34)

    def advance(glyph: int) -> float:
        at = tables["hmtx"] + 4 * min(glyph, metrics - 1)
        (wide,) = struct.unpack_from(">H", font, at)
        return float(wide) / float(units)

    return {code: advance(glyph) for code, glyph in _glyphs(font, tables["cmap"]).items()}


def _tables(font: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = [struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count)]
    return {record[0].decode("ascii"): record[2] for record in records}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Code point → glyph of the first Unicode subtable, which in our fonts has format 4."""
    (offset,) = struct.unpack_from(">I", font, cmap + 8)
    table = cmap + offset
    (double,) = struct.unpack_from(">H", font, table + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, table + 16 + 2 * double)
    ranges_at = table + 16 + 3 * double
    found: dict[int, int] = {}
    for i in range(count):
        (reach,) = struct.unpack_from(">H", font, ranges_at + 2 * i)
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if reach:
                at = ranges_at + 2 * i + reach + 2 * (code - starts[i])
                (glyph,) = struct.unpack_from(">H", font, at)
            found[code] = (glyph + deltas[i]) & 0xFFFF
    return found
