"""The workshop of a restore: the folder beside the data in which what comes is made ready, and what a cut-off one left."""

import shutil
from contextlib import suppress
from pathlib import Path

from etappe.app.directory import DataDirectory

PREFIX = ".restoring-"
"""How its name begins."""


def settle(directory: DataDirectory) -> None:
    """Clear what a restore that was killed has left: it holds people who may be forgotten since.

    What it had taken away and not replaced is put back. Only for whoever owns the directory.
    """
    for folder in directory.root.glob(f"{PREFIX}*"):
        with suppress(OSError):
            _put_back(DataDirectory(folder / "old"), directory)
            shutil.rmtree(folder)


def _put_back(old: DataDirectory, directory: DataDirectory) -> None:
    places: list[tuple[Path, Path]] = [
        (old.shop(name), directory.shop(name)) for name in old.shop_names()
    ]
    for taken, place in [*places, (old.installation, directory.installation)]:
        if taken.exists() and not place.exists():
            taken.rename(place)
