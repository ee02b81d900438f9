"""The arrays that the cut takes, the kinds of a row, and dense codes for look-up tables."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHOP = np.uint8(1)  # a touch of the shop's side; else the customer's
SITE = np.uint8(2)  # happens on a site or in an app
SHOPPING = np.uint8(4)  # its touchpoint's part is before or during the purchase
CONVERSION = np.uint8(8)  # the conversion of the cut
ALONE = np.uint8(16)  # a conversion and nothing else: a journey of its own when none runs
RETURN = np.uint8(32)  # a return from a payment provider; with PAYING one that names no provider
SERVER = np.uint8(64)  # told by a server or shop system, which knows better than a browser
PAYING = np.uint8(128)  # stands in the checkout, or ends it

NO_VALUE = np.iinfo(np.int64).min
"""The value of a row that has none."""

LONG_AGO = -(2**62)
"""A time before all times, in microseconds, from which one may still subtract."""

LOWEST_VALUE = NO_VALUE + 2**17
"""Money below this is none: NO_VALUE + 1 + c stands for money in currency c that has no rate."""


ROW = np.dtype(
    [
        ("time_us", "i8"),
        ("value", "i8"),
        ("owner", "i4"),
        ("person", "i4"),
        ("seq", "u4"),
        ("visit", "i4"),
        ("origin", "i4"),
        ("order", "i4"),
        ("account", "i4"),
        ("cart", "i4"),
        ("device", "i4"),
        ("event", "u2"),
        ("touchpoint", "u2"),
        ("channel", "u1"),
        ("kind", "u1"),
        ("told", "u1"),
        ("spare", "u1"),
    ]
)
"""One touch on its way from the store into a shard. `owner` is whom the columns are by: a person or an account.
`told` is the code plus one of a channel that the touch tells of (cut_told.py), 0 for none."""

Rows = NDArray[Any]
"""An array of ROW."""


class Touches(NamedTuple):
    """The rows of some persons, sorted by person, time, arrival.

    Person p is rows offsets[p]:offsets[p + 1]. `visit` is the source's own visit and `order` the
    order's code (-1 none). `campaign` and `click` are codes by origin (0 none), `origin` is the
    row's origin. `cart` is the code of the cart a row names and `device` the number of the device's
    own key, the client id (-1 none). `value` is in minor units of the shop's currency, NO_VALUE for none.
    """

    offsets: NDArray[np.int64]
    time_us: NDArray[np.int64]
    kind: NDArray[np.uint8]
    visit: NDArray[np.int32]
    origin: NDArray[np.int32]
    order: NDArray[np.int32]
    value: NDArray[np.int64]
    cart: NDArray[np.int32]
    device: NDArray[np.int32]
    campaign: NDArray[np.int32]
    click: NDArray[np.int32]


class Limits(NamedTuple):
    """How long is too long, in microseconds."""

    gap_us: int = 30 * 60 * 1_000_000
    payment_us: int = 24 * 3_600 * 1_000_000
    idle_us: int = 60 * 86_400 * 1_000_000


def compact_codes(codes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Codes small enough for a table as long as the rows; order and -1 (none) are kept."""
    if not len(codes) or int(codes.max()) < 4 * len(codes):
        return codes
    coded = np.flatnonzero(codes >= 0)
    dense = np.full(len(codes), -1, np.int32)
    dense[coded] = np.unique(codes[coded], return_inverse=True)[1]
    return dense
