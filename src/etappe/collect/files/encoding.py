"""Encoding: which of UTF-8, UTF-16 and Windows-1252 a text is written in."""

import codecs
import re


def utf8_faults(block: bytes) -> tuple[int, int]:
    """Bytes that are not UTF-8, and characters beyond ASCII that are (a block's edges aside)."""
    try:
        text = block.decode("utf-8")
        return 0, len(text) - len(text.encode("ascii", "ignore"))
    except UnicodeDecodeError:
        text = block[4:-4].decode("utf-8", "surrogateescape")
    spoilt = len(
        re.findall("[\udc80-\udcff]+", text.strip("".join(map(chr, range(0xDC80, 0xDD00)))))
    )
    return spoilt, len(re.findall("[\x80-\ud7ff\ue000-\uffff]", text))


def encoding_of(head: bytes, spoilt: int, foreign: int) -> str:
    """The encoding of a text, from its first bytes and from what `utf8_faults` counted in all of it."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    wide = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) > len(head[:4096]) // 8 and _readable(head[:4096].decode(wide, "replace")):
        return wide
    return "cp1252" if spoilt > foreign else "utf-8"


def _readable(text: str) -> bool:
    return len(re.findall("[\\t\\r\\n -~\u00a0-\u024f]", text)) > 0.9 * len(text)
