"""Guessing: which column is which, from its name (German or English) and from what it holds."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from etappe.collect.columns.amounts import looks_like_amounts
from etappe.collect.columns.sample import Sample
from etappe.collect.columns.times import read_time

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ADDRESS = re.compile(r"(https?://|/)\S*")
_SOURCES = 20  # a shop has few systems that tell of events
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def plain(name: str) -> str:
    """A column's name without case, spaces and marks: 'Order-ID' and 'order_id' are 'orderid'."""
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(_UMLAUTS))


@cache
def words(section: str = "") -> dict[str, tuple[str, ...]]:
    """Mapping key → the names its column may have, the most telling first."""
    text = files("etappe.collect").joinpath("data", "column_names.toml").read_text("utf-8")
    table = tomllib.loads(text)
    table = table[section] if section else table
    return {key: tuple(names) for key, names in table.items() if isinstance(names, list)}


def guess(key: str, sample: Sample, taken: Sequence[str], section: str = "") -> str:
    """The column that is most likely `key`; "" if none is likely. `taken` columns are left out.

    A telling name counts first; what the column holds must fit where that can be seen.
    """
    free = [column for column in sample.columns if column not in taken]
    names = {
        column: plain(column.rsplit(".", 1)[-1] if sample.is_json else column) for column in free
    }
    full = {column: plain(column) for column in free}
    for word in words(section).get(key, ()):
        for column in free:
            named = word in (names[column], full[column]) and fits(key, column, sample)
            teller = key == "source" and not section
            if named and (not teller or _tells(word, sample.values(column))):
                return column
    return _by_content(key, free, sample)


def fits(key: str, column: str, sample: Sample) -> bool:
    """Whether a column holds what `key` needs, as far as the sample shows."""
    values = sample.values(column)
    if not values:
        return key not in ("time", "event", "person")
    if key == "time":
        return read_time(
            column, values, sample.types.get(column, "VARCHAR"), "UTC"
        ).share >= 0.5 and not _small(values)
    if key in ("value", "impressions", "clicks", "cost"):
        return looks_like_amounts(values)
    if key == "page":
        return _mostly(_ADDRESS, values)
    if key == "email":
        return _mostly(_MAIL, values) or len(values[0]) in (32, 64)
    if key == "event":
        return len(set(values)) <= max(200, len(values) // 5)
    if key == "currency":
        return all(len(value) == 3 for value in values)
    return True


def _tells(name: str, values: Sequence[str]) -> bool:
    """Whether a column of this name says who told of the event, not where a visitor came from."""
    kinds = {plain(value) for value in values}
    if not 0 < len(kinds) <= _SOURCES or not all(re.search("[a-z]", kind) for kind in kinds):
        return False
    tellers = kinds.intersection(words("tellers")["source"])
    return name not in ("source", "quelle") or 2 * len(tellers) >= len(kinds)


def _small(values: Sequence[str]) -> bool:
    """Numbers too small to be moments: hours, weekdays, counters."""
    numbers = [float(value) for value in values if re.fullmatch(r"\d+(\.\d+)?", value)]
    return (
        len(numbers) == len(values)
        and max(numbers) < 1e8
        and not all(len(value) == 8 for value in values)
    )


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return sum(bool(pattern.fullmatch(value)) for value in values) > 0.7 * len(values)


def _by_content(key: str, free: Sequence[str], sample: Sample) -> str:
    if key == "time":
        found = [
            column for column in free if sample.values(column) and fits("time", column, sample)
        ]
        return found[0] if len(found) == 1 else ""
    if key == "event":
        # Few different words, and no numbers: the activity of an event log.
        known = {word for names in words().values() for word in names}
        for column in (column for column in free if plain(column) not in known):
            values = sample.values(column)
            kinds = set(values)
            worded = all(re.search(r"[A-Za-zÄÖÜäöü]{3}", kind) for kind in kinds)
            if (
                len(values) > 20
                and 1 < len(kinds) <= 60
                and len(kinds) * 10 <= len(values)
                and worded
            ):
                return column
    return ""
