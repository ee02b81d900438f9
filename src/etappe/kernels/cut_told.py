"""Told origins: what a customer says, or a coupon shows, of how a journey began, where no visit says it."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import SHOP


@njit(cache=True, nogil=True)
def tell_origins(
    channel: NDArray[np.uint8],
    told: NDArray[np.uint8],
    kind: NDArray[np.uint8],
    visit: NDArray[np.int32],
    journey: NDArray[np.int32],
    landing: NDArray[np.int32],
    blank: NDArray[np.bool_],
    journeys: int,
) -> None:
    """Write told channels into `channel`, in place, before it is spread over visits.

    `told[row]` is a channel's code plus one, 0 for none; `blank` says by channel that it names no origin (direct).
    A touch of the customer outside visits takes the channel it tells. A journey none of whose visits has an origin
    gives its first visit the channel that is told first.
    """
    first_told = _told_first(channel, told, kind, visit, journey, journeys)
    first_visit = np.full(journeys, -1, np.int32)
    for number in range(len(landing)):
        row = landing[number]
        mine = journey[row]
        if mine < 0 or first_told[mine] < 0:
            continue
        if not blank[channel[row]]:
            first_told[mine] = -1
        elif first_visit[mine] < 0 or row < first_visit[mine]:
            first_visit[mine] = row
    for mine in range(journeys):
        if first_told[mine] >= 0 and first_visit[mine] >= 0:
            channel[first_visit[mine]] = told[first_told[mine]] - 1


@njit(cache=True, nogil=True)
def _told_first(
    channel: NDArray[np.uint8],
    told: NDArray[np.uint8],
    kind: NDArray[np.uint8],
    visit: NDArray[np.int32],
    journey: NDArray[np.int32],
    journeys: int,
) -> NDArray[np.int32]:
    """By journey the row that tells first, -1 for none; what stands outside visits takes what it tells at once."""
    first = np.full(journeys, -1, np.int32)
    for row in range(len(told)):
        if told[row] == 0 or journey[row] < 0 or kind[row] & SHOP:
            continue
        if visit[row] < 0:
            channel[row] = told[row] - 1
        if first[journey[row]] < 0:
            first[journey[row]] = row
    return first
