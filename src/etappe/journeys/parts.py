"""Parts: the folders that journeys lie in, read together as one set of shards."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etappe.identity.spans import KeySpans
from etappe.journeys.assembly import Assembly
from etappe.journeys.build import Arrays
from etappe.journeys.manifest import FILE, Manifest, Part
from etappe.journeys.masks import without
from etappe.journeys.shards import read_shard


@dataclass(frozen=True, slots=True)
class Gone:
    """Persons and accounts that a delta cut again: earlier parts are read without them."""

    persons: NDArray[np.int64]
    accounts: NDArray[np.int64]

    @classmethod
    def nobody(cls) -> "Gone":
        """The base's."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64))


def save_part(folder: Path, name: str, assembly: Assembly, gone: Gone) -> Part:
    """Note beside an assembled folder's shards who is gone from earlier parts."""
    gone.persons.tofile(folder / name / "gone_persons")
    gone.accounts.tofile(folder / name / "gone_accounts")
    touches = sum(int(one["rows"][0]) for one in assembly.shards)
    return Part(name, len(assembly.shards), len(assembly.account_shards), touches)


Opened = dict[Path, Arrays]
"""Shards as they lie in their folders, mapped once for all moments that read them."""


def read_parts(
    folder: Path, parts: Sequence[Part], opened: Opened
) -> tuple[list[Arrays], list[Arrays]]:
    """(shards of persons, shards of accounts), each part without whom a later one cut again.

    What is not in `opened` is opened, what these parts need no more leaves it.
    """
    later = Gone.nobody()
    shards: list[tuple[Path, NDArray[np.int64]]] = []
    account_shards: list[tuple[Path, NDArray[np.int64]]] = []
    for part in reversed(parts):
        place = folder / part.folder
        shards += [(place / f"persons-{n}", later.persons) for n in range(part.shards)]
        account_shards += [
            (place / f"accounts-{n}", later.accounts) for n in range(part.account_shards)
        ]
        own = read_gone(place)
        later = Gone(
            np.union1d(later.persons, own.persons), np.union1d(later.accounts, own.accounts)
        )
    needed = [place for place, _ in (*shards, *account_shards)]
    for place in opened.keys() - needed:
        del opened[place]
    opened |= {place: read_shard(place) for place in needed if place not in opened}
    return (
        [without(opened[place], gone) for place, gone in shards],
        [without(opened[place], gone) for place, gone in account_shards],
    )


def read_gone(part: Path) -> Gone:
    """Who is gone from the parts before this one."""
    return Gone(
        np.fromfile(part / "gone_persons", np.int64), np.fromfile(part / "gone_accounts", np.int64)
    )


def write_spans(folder: Path, spans: KeySpans) -> None:
    """Keep the key spans that columns were cut by."""
    folder.mkdir()
    for name in ("key", "from_us", "person"):
        getattr(spans, name).tofile(folder / name)


def read_spans(folder: Path) -> KeySpans:
    """The key spans that columns were cut by."""
    return KeySpans(
        np.fromfile(folder / "key", np.int32),
        np.fromfile(folder / "from_us", np.int64),
        np.fromfile(folder / "person", np.int32),
    )


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what the manifest does not name; whoever has it mapped keeps reading it."""
    named = {FILE, manifest.spans, *(part.folder for part in manifest.parts), further(manifest)}
    for path in folder.iterdir():
        if path.name not in named:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def further(manifest: Manifest) -> str:
    """The folder of the further columns that belong to a manifest."""
    return f"further-{manifest.seq}-{manifest.parts[-1].folder}"
