"""Visitors: a keyed hash stands for address and browser; the key is thrown away, the address never kept."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from etappe.base.errors import StorageFault

_KEPT = "visitor.key"
_PASSING = "visitor-import.key"
_BYTES = 32


@contextmanager
def visitor_key(folder: Path | None, keep: bool) -> Iterator[bytes]:
    """The key of this import.

    With `keep` it stays in the shop's folder, readable by its owner alone, and later imports know the
    same visitors again. Without, it lies there only until the import is done, so that one that was
    broken off goes on with the same visitors.
    """
    if folder is None:
        yield secrets.token_bytes(_BYTES)
        return
    path = folder / (_KEPT if keep else _PASSING)
    yield _found_or_made(path)
    if not keep:
        path.unlink(missing_ok=True)


def _found_or_made(path: Path) -> bytes:
    try:
        if path.exists() and len(key := path.read_bytes()) == _BYTES:
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_bytes(_BYTES)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(key)
        return key
    except OSError as error:
        raise StorageFault(
            f"{path}: cannot be used: {error.strerror}.",
            next_step="Mend the rights of the shop's folder.",
        ) from error


@lru_cache(maxsize=100_000)
def visitor(key: bytes, *words: str) -> str:
    """The visitor's id: 16 hexadecimal digits that nobody without the key can make."""
    return blake2b(
        "\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8, key=key
    ).hexdigest()
