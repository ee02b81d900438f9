"""Faults: the database's errors in the product's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etappe.base.errors import BadInput, StorageFault

_FULL = ("no space left", "could not write", "disk", "quota")


@contextmanager
def named_faults(path: Path | None = None, what: str = "") -> Iterator[None]:
    """Turn the database's errors into ours: the disk's faults are faults, the rest is the input's."""
    place = what or (f"{path}" if path else "The import")
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise StorageFault(
            f"{place}: memory or temporary space ran out.",
            next_step="Free some disk space (ETAPPE_DATA and TMPDIR) and repeat the command.",
        ) from error
    except duckdb.Error as error:
        reason = str(error).split("\n")[0]
        if isinstance(error, duckdb.IOException) and any(word in reason.lower() for word in _FULL):
            raise StorageFault(
                f"{place}: {reason}",
                next_step="Free some disk space and repeat the command; it goes on where it stopped.",
            ) from error
        raise BadInput(
            f"{place}: {reason}", next_step="Look at the file with --dry-run."
        ) from error
