"""The arrays that the cut takes, the kinds of a row, and dense codes for look-up tables."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHOP = np.uint8(1)  # a touch of the shop's side; else the customer's
SITE = np.uint8(2)  # happens on a site or in an app
SHOPPING = np.uint8(4)  # its touchpoint's part is before or during the purchase
CONVERSION = np.uint8(8)  # the conversion of the cut
ALONE = np.uint8(16)  # a conversion and nothing else: a journey of its own when none runs
RETURN = np.uint8(32)  # a return from a payment provider
SERVER = np.uint8(64)  # told by a server or shop system, which knows better than a browser

NO_VALUE = np.iinfo(np.int64).min
"""The value of a row that has none; also 'long ago' for times."""

LOWEST_VALUE = NO_VALUE + 2**17
"""Money below this is none: NO_VALUE + 1 + c stands for money in currency c that has no rate."""


class Touches(NamedTuple):
    """The rows of some persons, sorted by person, time, arrival.

    Person p is rows offsets[p]:offsets[p + 1]. `visit` is the source's own visit and `order` the
    order's code (-1 none). `campaign` and `click` are codes by origin (0 none), `origin` is the
    row's origin. `value` is in minor units of the shop's currency, NO_VALUE for none.
    """

    offsets: NDArray[np.int64]
    time_us: NDArray[np.int64]
    kind: NDArray[np.uint8]
    visit: NDArray[np.int32]
    origin: NDArray[np.int32]
    order: NDArray[np.int32]
    value: NDArray[np.int64]
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
    words, dense = np.unique(codes, return_inverse=True)
    shift = 1 if words[0] == -1 else 0
    return (dense - shift).astype(np.int32)
