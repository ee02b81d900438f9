"""The one owner of the clock. Everything that needs 'now' asks here; tests set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

US_PER_SECOND = 1_000_000
US_PER_DAY = 86_400 * US_PER_SECOND

_frozen: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def now_us() -> int:
    """The present moment in microseconds since 1970-01-01 UTC."""
    return to_us(now())


def to_us(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime, exactly (no float on the way)."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * US_PER_SECOND + delta.microseconds


def moment_of(us: int) -> datetime:
    """The aware UTC datetime of so many microseconds since 1970-01-01 UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`, for tests and for the demo's fixed 'today'."""
    _frozen.append(moment)
    try:
        yield
    finally:
        _frozen.pop()
