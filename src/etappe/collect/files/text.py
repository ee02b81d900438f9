"""Text: a file's bytes as blocks of UTF-8 with '\\n' as line end, whatever they were."""

import codecs
from collections.abc import Iterator

from etappe.collect.files.survey import Survey, unzipped


def utf8_blocks(survey: Survey) -> Iterator[bytes]:
    """The whole text in blocks of a few megabytes; the last one ends with a line's end."""
    held = b""
    last = b"\n"
    for block in _decoded(survey):
        block = held + block
        # A '\r' at the edge may belong to a '\r\n'.
        held = b"\r" if block.endswith(b"\r") else b""
        if held:
            block = block[:-1]
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if block:
            last = block[-1:]
            yield block
    if held or last != b"\n":
        yield b"\n"


def _decoded(survey: Survey) -> Iterator[bytes]:
    with survey.path.open("rb") as file:
        blocks = unzipped(file, survey.zipped)
        if survey.encoding == "utf-8" and not survey.replaced:
            yield from blocks
            return
        decoder = codecs.getincrementaldecoder(survey.encoding)("replace")
        for block in blocks:
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
