"""First look: the survey of a file, remembered beside it while somebody tries one mapping after another."""

from dataclasses import asdict
from pathlib import Path

import msgspec

from etappe.collect.columns.mapping import FileMapping
from etappe.collect.files.survey import Survey, survey


class _Kept(msgspec.Struct, frozen=True):
    """What the look was taken at, and what it showed."""

    of: tuple[str, int, int, str, str]
    seen: dict[str, object]


def first_look(path: Path, mapping: FileMapping, keep: Path | None = None) -> Survey:
    """The survey of `path`; from `keep` if it was surveyed before and has not changed since.

    Raises BadInput or NotFound for what is no readable file.
    """
    if keep is None:
        return survey(path, mapping.format, mapping.encoding)
    of = _identity(path, mapping)
    known = _read(keep)
    if known and of and known.of == of:
        return msgspec.convert({**known.seen, "path": path}, Survey, strict=False)
    seen = survey(path, mapping.format, mapping.encoding)
    if of:
        kept = _Kept(of, {**asdict(seen), "path": str(path)})
        keep.write_bytes(msgspec.json.encode(kept))
    return seen


def _identity(path: Path, mapping: FileMapping) -> tuple[str, int, int, str, str] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return path.name, state.st_size, state.st_mtime_ns, mapping.format, mapping.encoding


def _read(keep: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(keep.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None
