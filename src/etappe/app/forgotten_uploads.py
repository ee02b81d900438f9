"""Uploads of a forgotten person: a file that came through the browser and holds something of them is thrown away."""

from collections.abc import Sequence
from pathlib import Path

from etappe.app.uploads import Uploads

_PIECE = 1 << 20


def drop_uploads(uploads: Uploads, words: Sequence[str]) -> int:
    """Throw away uploads that hold one of the words, and those whose bytes do not show what they hold (a packed file).

    How many there were. An upload is a working copy: the shop's own file stays where it came from.
    """
    # Bytes know capital letters of plain ASCII alone: other words are looked for as they are, too.
    needles = [told.encode() for word in words for told in (word.lower(), word)]
    gone = 0
    for upload in uploads.all():
        files = [uploads.file(upload), *uploads.rejects(upload)]
        if any(_holds(path, needles) for path in files if path.is_file()):
            uploads.forget(upload.id)
            gone += 1
    return gone


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    if not needles:
        return True
    rest, longest = b"", max(map(len, needles))
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if b"\0" in piece:
                return True
            text = rest + piece
            if any(needle in text or needle in text.lower() for needle in needles):
                return True
            rest = text[-longest:]
    return False
