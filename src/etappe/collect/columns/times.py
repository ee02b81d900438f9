"""Times: how a column writes its moments, decided over a sample of the whole column."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etappe.base.errors import BadInput
from etappe.store.files import TimeRule
from etappe.store.files.plan import EpochUnit

_ISO = re.compile(
    r"\d{4}-\d\d?-\d\d?(?:(?P<mid>[T ])\d\d?:\d\d(?P<sec>:\d\d)?(?P<frac>[.,]\d{1,9})?"
    r"(?P<zone> ?(?:Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d))?)?"
)
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})"
    r"(?:(?P<mid>,? |T)(?P<h>\d{1,2}):\d\d(?P<sec>:\d\d)?(?P<frac>\.\d+)?(?P<half> ?[AaPp][Mm])?(?P<zone> ?[+-]\d\d:?\d\d)?(?P<uhr> Uhr)?)?"
)
_LOG = re.compile(r"\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}")
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(\d{6})?")
_NUMBER = re.compile(r"\d{1,20}(\.\d+)?")
_NUMERIC_TYPES = (
    "BIGINT",
    "INTEGER",
    "UBIGINT",
    "UINTEGER",
    "HUGEINT",
    "DOUBLE",
    "FLOAT",
    "DECIMAL",
    "SMALLINT",
)
_TYPED = ("TIMESTAMP", "DATE")
_EPOCHS: tuple[tuple[float, EpochUnit, str], ...] = (
    # Seconds until the year 5138, milliseconds, microseconds and nanoseconds begin in 1973.
    (1e11, "s", "seconds since 1970"),
    (1e14, "ms", "milliseconds since 1970"),
    (1e17, "us", "microseconds since 1970"),
    (float("inf"), "ns", "nanoseconds since 1970"),
)


@dataclass(frozen=True, slots=True)
class ReadTime:
    """A rule for a column of times, what it means in words, and how much of the sample it reads."""

    rule: TimeRule
    words: str
    share: float
    undecided: bool = False
    """Day and month could be swapped; the sample did not tell."""


def check_zone(name: str) -> str:
    """The zone's name if it is one. Raises BadInput otherwise."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            f"--timezone {name!r} is not a time zone.",
            next_step="Give an IANA name: Europe/Berlin, Europe/Vienna, UTC.",
            field="timezone",
        ) from error
    return name


def read_time(
    field: str,
    values: Sequence[str],
    type_: str,
    zone: str,
    wanted: str = "",
    day_first: bool = False,
) -> ReadTime:
    """Find out how `field` writes its times.

    Args:
        field: the column.
        values: a sample of it, from all over the file, without the empty ones.
        type_: its SQL type.
        zone: the zone of times without one.
        wanted: a strptime pattern that was given; it is taken as it is.
        day_first: whether a day goes before its month where nothing else tells (3/4/2026).
    """
    if type_.startswith(_TYPED):
        return ReadTime(TimeRule(field, "typed", zone=zone), f"as stored ({type_})", 1.0)
    if wanted:
        rule = TimeRule(field, formats=(wanted,), iso=False, zone=zone)
        return ReadTime(rule, wanted, 1.0)
    if not values:
        return ReadTime(TimeRule(field, zone=zone), "ISO 8601", 1.0)
    if type_.startswith(_NUMERIC_TYPES) or _mostly(_NUMBER, values):
        return _number(field, values, zone)
    kinds = Counter(_kind(value.strip()) for value in values)
    kind = kinds.most_common(1)[0][0]
    readers = {"iso": _iso, "date": _date, "log": _log}
    if kind not in readers:
        return ReadTime(TimeRule(field, zone=zone), "unknown", 0.0)
    found = readers[kind](field, [value.strip() for value in values], zone, day_first)
    return ReadTime(found.rule, found.words, kinds[kind] / len(values), found.undecided)


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return sum(bool(pattern.fullmatch(value.strip())) for value in values) > 0.9 * len(values)


def _kind(value: str) -> str:
    if _ISO.fullmatch(value):
        return "iso"
    if _DATE.fullmatch(value):
        return "date"
    return "log" if _LOG.fullmatch(value) else "other"


def _number(field: str, values: Sequence[str], zone: str) -> ReadTime:
    if _mostly(_COMPACT, values):
        formats = ("%Y%m%d%H%M%S", "%Y%m%d")
        return ReadTime(TimeRule(field, formats=formats, iso=False, zone=zone), "yyyymmdd", 1.0)
    numbers = sorted(float(value) for value in values if _NUMBER.fullmatch(value.strip()))
    typical = numbers[len(numbers) // 2] if numbers else 0.0
    unit, words = next((unit, words) for limit, unit, words in _EPOCHS if typical < limit)
    return ReadTime(TimeRule(field, "epoch", unit=unit, zone=zone), words, 1.0)


def _iso(field: str, values: list[str], zone: str, _: bool) -> ReadTime:
    shapes = Counter(_iso_shape(value) for value in values)
    formats = tuple(shape for shape, _ in shapes.most_common(3) if shape)
    zoned = any((found := _ISO.fullmatch(value)) and found["zone"] for value in values)
    return ReadTime(
        TimeRule(field, formats=formats, zone=zone),
        "ISO 8601" + (" with zone" if zoned else ""),
        1.0,
    )


def _iso_shape(value: str) -> str:
    """A strptime pattern for the plain forms: it is read several times faster than ISO in general."""
    found = _ISO.fullmatch(value)
    if not found or (found["frac"] and ("," in found["frac"] or len(found["frac"]) > 7)):
        return ""
    if not found["mid"]:
        return "%Y-%m-%d"
    shape = (
        f"%Y-%m-%d{found['mid']}%H:%M"
        + (":%S" if found["sec"] else "")
        + (".%f" if found["frac"] else "")
    )
    given = found["zone"] or ""
    if given in ("", "Z"):
        return shape + given
    return shape + (" %z" if given.startswith(" ") else "%z") if "UTC" not in given else ""


def _log(field: str, values: list[str], zone: str, _: bool) -> ReadTime:
    return ReadTime(
        TimeRule(field, formats=("%d/%b/%Y:%H:%M:%S %z",), iso=False, zone=zone),
        "as in access logs",
        1.0,
    )


def _date(field: str, values: list[str], zone: str, day_first: bool) -> ReadTime:
    found = [match for value in values if (match := _DATE.fullmatch(value))]
    dayfirst, undecided = _order(found, day_first)
    shapes = Counter(_shape(match, dayfirst) for match in found)
    formats = tuple(shape for shape, _ in shapes.most_common())
    words = "day.month.year" if dayfirst else "month/day/year"
    if found[0]["mark"] != "." and dayfirst:
        words = "day/month/year"
    if len(found[0]["a"]) == 4:
        words, undecided = "year/month/day", False
    rule = TimeRule(field, formats=formats, iso=False, zone=zone)
    return ReadTime(rule, words, 1.0, undecided)


def _order(found: list[re.Match[str]], day_first: bool) -> tuple[bool, bool]:
    """Whether the day goes first, and whether that is a guess."""
    if any(int(match["b"]) > 12 for match in found):
        return False, False
    if any(12 < int(match["a"]) <= 31 for match in found):
        return True, False
    if found[0]["mark"] == ".":
        return True, False
    steps_back = [_steps_back(found, first) for first in (True, False)]
    if steps_back[0] != steps_back[1]:  # exports are mostly in order of time
        return steps_back[0] < steps_back[1], True
    return day_first, True


def _steps_back(found: list[re.Match[str]], day_first: bool) -> int:
    days = []
    for match in found:
        day, month = (match["a"], match["b"]) if day_first else (match["b"], match["a"])
        days.append((int(match["c"]), int(month), int(day)))
    return sum(after < before for before, after in pairwise(days))


def _shape(match: re.Match[str], day_first: bool) -> str:
    mark = match["mark"]
    year = "%Y" if len(match["c"]) == 4 else "%y"
    parts = ["%d", "%m", year] if day_first else ["%m", "%d", year]
    if len(match["a"]) == 4:
        parts = ["%Y", "%m", "%d"]
    shape = mark.join(parts)
    if not match["mid"]:
        return shape
    hour = "%I" if match["half"] else "%H"
    shape += (
        match["mid"]
        + hour
        + ":%M"
        + (":%S" if match["sec"] else "")
        + (".%f" if match["frac"] else "")
    )
    if match["half"]:
        shape += (" " if match["half"].startswith(" ") else "") + "%p"
    if match["zone"]:
        shape += (" " if match["zone"].startswith(" ") else "") + "%z"
    return shape + (match["uhr"] or "")
