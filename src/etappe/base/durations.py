"""Durations as people write them: '30m', '24h', '7d', '2w'."""

import re
from datetime import timedelta

from etappe.base.errors import BadInput

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*", re.IGNORECASE)


def parse_duration(text: str, field: str = "within") -> timedelta:
    """Turn '7d' into seven days. Raises BadInput that names the field and shows the form."""
    match = _DURATION.fullmatch(text)
    if not match or float(match[1]) <= 0:
        raise BadInput(
            f"{field}: {text!r} is not a duration.",
            next_step="Write a number and a unit: 30m, 24h, 7d or 2w.",
            field=field,
        )
    try:
        return timedelta(seconds=float(match[1]) * _UNITS[match[2].lower()])
    except OverflowError as error:
        raise BadInput(
            f"{field}: {text!r} is longer than any journey.",
            next_step="Name at most a few years, for example 730d.",
            field=field,
        ) from error
