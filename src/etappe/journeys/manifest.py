"""The manifest: which files make the journeys of a shop, of which moment and which words."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from etappe.events.guessing import NameStat
from etappe.events.words import Words
from etappe.identity.memberships import Memberships
from etappe.journeys.source import JourneySettings

FORMAT = 4
"""Rises when the files change their meaning; columns of any other format are built anew."""

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of shards: the base, or a delta of persons that were cut again later.

    A delta's folder holds `gone_persons` and `gone_accounts`: who is no more to be read in earlier parts.
    """

    folder: str
    shards: int
    account_shards: int
    touches: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it. `set_aside` counts staff, bots, future and nobody's events; `stats` stand behind the
    guesses; `staff` are the orders that staff entered: order, time, value. `spans` is the folder of the key
    spans; the keys beyond them, up to number `keys`, stand alone. `members` marks who
    belongs to which account beside what touches name. `decided` is the last decision about keys
    that all this heeds."""

    seq: int
    words: str
    settings: str
    events: list[str]
    touchpoints: list[str]
    channels: list[str]
    first_us: int
    last_us: int
    set_aside: dict[str, int]
    staff: list[list[int]]
    stats: list[NameStat]
    names: int
    spans: str
    keys: int
    members: str
    parts: list[Part]
    decided: int = 0
    format: int = field(default=FORMAT)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if there is none that this version can read."""
    try:
        found = json.loads((folder / FILE).read_bytes())
        if found.get("format") != FORMAT:
            return None
        parts = [Part(**part) for part in found.pop("parts")]
        stats = [NameStat(**stat) for stat in found.pop("stats")]
        return Manifest(**found, parts=parts, stats=stats)
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        # The columns are a cache: what cannot be read is built again.
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in place, whole or not at all; readers keep what they opened."""
    fresh = folder / f"{FILE}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)


def words_mark(words: Words) -> str:
    """A mark of all words that the cut depends on; stage models, names and purposes are not among them."""
    told = (
        sorted(words.aliases.items()),
        sorted(
            (e.name, e.side, e.place, e.touchpoint, e.conversion_only, e.meaning)
            for e in words.events.values()
        ),
        sorted((t.key, t.part, t.channel) for t in words.touchpoints.values()),
        [(r.touchpoint, r.event, r.path, r.host, r.channel) for r in words.rules],
        sorted(words.channels),
        sorted(words.codes.items()),
        words.conversion,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def members_mark(members: Memberships) -> str:
    """A mark of who belongs to which account beside what touches name."""
    columns = (getattr(members, column.name) for column in fields(members))
    return hashlib.sha256(b"|".join(column.tobytes() for column in columns)).hexdigest()


def settings_mark(settings: JourneySettings) -> str:
    """A mark of the settings that the cut depends on; the zone is not among them."""
    told = (
        settings.currency,
        settings.journey_idle_days,
        settings.account_idle_days,
        settings.rates,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()
