"""Survey: one pass over a file's bytes: its digest, format, encoding, and samples from all over it."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from etappe.base.errors import BadInput, DamagedFile, EmptyFile, NotFound, UnreadableFile
from etappe.collect.files.encoding import encoding_of, utf8_faults
from etappe.collect.options import FileFormat

BLOCK = 4 << 20
_HEAD = 512 << 10
_SPREAD = 64 << 10
_MOST_SPREAD = 32
_LOG_LINE = re.compile(r'^(?:\S+ )?\S+ \S+ .*\[\d{1,2}/\w{3}/\d{4}:\d\d:\d\d:\d\d[^\]]*\] "')
_KNOWN_AS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first look at a file tells."""

    path: Path
    digest: str
    size: int
    format: FileFormat
    zipped: bool = False
    encoding: str = "utf-8"
    replaced: bool = False
    """UTF-8 with a few bytes that are not; these become U+FFFD."""
    lines: int | None = None
    head: str = ""
    """The first half megabyte as text, cut at a line's end."""
    spread: tuple[str, ...] = ()
    """Pieces of text from all over the file, each cut to whole lines."""


def survey(path: Path, wanted: str = "", encoding: str = "") -> Survey:
    """Read the file once. Raises BadInput or NotFound that says what it is instead of a readable file."""
    size = _checked(path)
    try:
        with path.open("rb") as file:
            start = file.read(16)
            file.seek(0)
            if start.startswith(b"PAR1"):
                return Survey(path, _digest(file), size, "parquet")
            for magic, what in _KNOWN_AS.items():
                if start.startswith(magic):
                    raise _not_readable(path, f"is {what}")
            return _text(path, file, size, start.startswith(b"\x1f\x8b"), wanted, encoding)
    except PermissionError as error:
        raise BadInput(
            f"{path}: may not be read.", next_step="Mend the file's rights, or run as its owner."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedFile(
            f"{path}: the gzip file ends too early or is damaged ({error}).",
            next_step="Copy or download it again; nothing was imported from it.",
        ) from error


def _checked(path: Path) -> int:
    try:
        if path.is_dir():
            raise BadInput(
                f"{path}: is a directory.",
                next_step=f"Name the files in it, for example {path}/*.csv.",
            )
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise NotFound(
            f"{path}: there is no such file.", next_step="Check the name and the folder you are in."
        ) from error
    except PermissionError as error:
        raise BadInput(
            f"{path}: may not be reached.", next_step="Mend the rights of its folder."
        ) from error
    if size == 0:
        raise EmptyFile(f"{path}: the file is empty.", next_step="Export it again.")
    return size


def _digest(file: BinaryIO) -> str:
    sha = hashlib.sha256()
    while block := file.read(BLOCK):
        sha.update(block)
    return sha.hexdigest()


def _not_readable(path: Path, what: str) -> BadInput:
    return UnreadableFile(
        f"{path}: {what}, not text or Parquet.",
        next_step="Export CSV, JSON lines or Parquet and import that.",
    )


class _Samples:
    """Blocks from all over a stream: every `stride`-th, the stride doubling when there are many."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self._stride = 1
        self._seen = 0

    def offer(self, block: bytes) -> None:
        if self._seen % self._stride == 0:
            self.kept.append(block[-_SPREAD:])
            if len(self.kept) > _MOST_SPREAD:
                self.kept = self.kept[::2]
                self._stride *= 2
        self._seen += 1


def _text(
    path: Path, file: BinaryIO, size: int, zipped: bool, wanted: str, encoding: str
) -> Survey:
    sha = hashlib.sha256()
    head, newlines, samples, spoilt, foreign, last = b"", 0, _Samples(), 0, 0, b""
    for block in unzipped(file, zipped, sha):
        if len(head) < _HEAD:
            head += block[: _HEAD - len(head)]
        newlines += block.count(b"\n")
        samples.offer(block)
        if not encoding and not block.isascii():
            bad, good = utf8_faults(block)
            spoilt, foreign = spoilt + bad, foreign + good
        last = block[-1:]
    if not head.strip():
        raise EmptyFile(f"{path}: the file is empty.", next_step="Export it again.")
    encoding = encoding or encoding_of(head, spoilt, foreign)
    if encoding.startswith("utf-8") or encoding == "cp1252":
        _refuse_binary(path, head)
    text = _lines_of(head, encoding, whole=len(head) < _HEAD)
    return Survey(
        path,
        sha.hexdigest(),
        size,
        cast(FileFormat, wanted) or _format(path, text),
        zipped,
        encoding,
        encoding == "utf-8" and spoilt > 0,
        newlines + (last != b"\n"),
        text,
        tuple(
            _lines_of(kept, encoding, after_start=True)
            for kept in samples.kept
            if len(head) == _HEAD
        ),
    )


def unzipped(file: BinaryIO, zipped: bool, sha: "hashlib._Hash | None" = None) -> Iterator[bytes]:
    """The file's bytes in blocks, decompressed, hashing the raw ones on the way. EOFError if cut off."""
    raw = _blocks(file, BLOCK // 8 if zipped else BLOCK, sha)
    return _inflated(raw) if zipped else raw


def _blocks(file: BinaryIO, size: int, sha: "hashlib._Hash | None") -> Iterator[bytes]:
    while block := file.read(size):
        if sha:
            sha.update(block)
        yield block


def _inflated(raw: Iterator[bytes]) -> Iterator[bytes]:
    inflate = None
    for block in raw:
        while block:
            if inflate is None:  # a gzip file may have several members, and zeros behind them
                block = block.lstrip(b"\0")
                inflate = zlib.decompressobj(wbits=31) if block else None
                continue
            if out := inflate.decompress(block, BLOCK):
                yield out
            block = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            inflate = None if inflate.eof else inflate
    if inflate is not None:
        raise EOFError("the end of the compressed data is missing")


def _refuse_binary(path: Path, head: bytes) -> None:
    odd = sum(head[:65536].count(bytes([code])) for code in (*range(8), *range(14, 27)))
    if odd > len(head[:65536]) // 200:
        raise _not_readable(path, "holds binary data")


def _lines_of(data: bytes, encoding: str, *, whole: bool = False, after_start: bool = False) -> str:
    if after_start and encoding.startswith("utf-16"):
        return ""  # the cut may lie inside a character
    text = data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    if after_start:
        text = text.partition("\n")[2]
    return text if whole else text.rpartition("\n")[0] + "\n"


def _format(path: Path, text: str) -> FileFormat:
    start = text.lstrip()
    first = start.split("\n", 1)[0]
    if start.startswith("["):
        return "json"
    if start.startswith("{"):
        try:
            return "jsonl" if isinstance(json.loads(first), dict) else "json"
        except ValueError:
            return (
                "jsonl" if path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson")) else "json"
            )
    lines = [line for line in text.split("\n", 40)[:40] if line]
    if sum(bool(_LOG_LINE.match(line)) for line in lines) > len(lines) / 2:
        return "combined"
    return "csv"
