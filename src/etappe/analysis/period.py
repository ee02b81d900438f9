"""Period: from when to when a question asks, as people write it, in the shop's time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etappe.base.clock import to_us
from etappe.base.errors import BadInput

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_DAYS = re.compile(r"(\d{1,5})d")
_FORM = "Write a day (2026-03-03), a moment (2026-03-03T14:05 or …Z), or 30d for the last 30 days."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open [from_us, to_us) in microseconds since 1970 UTC; None = without end on that side."""

    from_us: int | None = None
    to_us: int | None = None

    @property
    def everything(self) -> bool:
        """No limit on either side."""
        return self.from_us is None and self.to_us is None

    def bounds(self) -> tuple[int, int]:
        """Both ends as numbers, the open ones as far away as int64 can tell."""
        low = -(2**62) if self.from_us is None else self.from_us
        high = 2**62 if self.to_us is None else self.to_us
        return low, high


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name; BadInput when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            f"timezone: {name!r} is not a time zone.",
            next_step="Write an IANA name such as Europe/Berlin or UTC.",
            field="timezone",
        ) from error


def parse_period(
    from_: str, to: str, zone: str, last_us: int, fields: tuple[str, str] = ("from", "to")
) -> Period:
    """The period between two texts. A day means the whole local day, at both ends; moments are half-open.

    '30d' as `from_` counts days back from the last local day with data (`last_us`), that day included.
    `fields` are what errors call the two texts.
    """
    clock = zone_of(zone)
    low = _start(from_.strip(), fields[0], clock, last_us)
    high = _end(to.strip(), fields[1], clock)
    if low is not None and high is not None and low >= high:
        raise BadInput(
            f"{fields[1]}: the period {from_!r} to {to!r} holds no moment.",
            next_step=f"Let `{fields[0]}` lie before `{fields[1]}`.",
            field=fields[1],
        )
    return Period(low, high)


def iso(us: int | None) -> str | None:
    """Microseconds since 1970 as ISO 8601 with Z; None stays None."""
    if us is None:
        return None
    try:
        moment = _EPOCH + timedelta(microseconds=int(us))
    except OverflowError:
        return None
    return moment.replace(tzinfo=None).isoformat() + "Z"


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local day, through UTC so that clock changes give 23 or 25 hours."""
    return to_us(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC))


def local(us: int, zone: ZoneInfo) -> datetime:
    """Microseconds since 1970 as the clock on the wall shows them."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone)


def _start(text: str, field: str, zone: ZoneInfo, last_us: int) -> int | None:
    if not text:
        return None
    if match := _LAST_DAYS.fullmatch(text):
        last_day = local(last_us, zone).date()
        try:
            return midnight(last_day - timedelta(days=max(0, int(match[1]) - 1)), zone)
        except OverflowError as error:
            raise _not_a_moment(text, field) from error
    if _DATE.fullmatch(text):
        return midnight(_day(text, field), zone)
    return _moment(text, field, zone)


def _end(text: str, field: str, zone: ZoneInfo) -> int | None:
    if not text:
        return None
    if _DATE.fullmatch(text):
        day = _day(text, field)
        try:
            return midnight(day + timedelta(days=1), zone)
        except OverflowError as error:
            raise _not_a_moment(text, field) from error
    return _moment(text, field, zone)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _not_a_moment(text, field) from error


def _moment(text: str, field: str, zone: ZoneInfo) -> int:
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return to_us(aware.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise _not_a_moment(text, field) from error


def _not_a_moment(text: str, field: str) -> BadInput:
    return BadInput(f"{field}: {text!r} is not a day or moment.", next_step=_FORM, field=field)
