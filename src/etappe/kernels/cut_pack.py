"""Pack: the store's columns, looked up in the shop's words, as rows on their way to a shard."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from etappe.kernels.cut_rows import PAYING, RETURN, ROW, SERVER, SHOP, SITE, Rows


class Columns(NamedTuple):
    """Columns of one chunk of events by their codes in the store, with person, money and touchpoint.

    `moved` events stand with the person of their order: they bring no visit along.
    """

    seq: NDArray[np.int64]
    time_us: NDArray[np.int64]
    name: NDArray[np.int32]
    visit: NDArray[np.int32]
    origin: NDArray[np.int32]
    order: NDArray[np.int32]
    account: NDArray[np.int32]
    source: NDArray[np.int16]
    person: NDArray[np.int32]
    value: NDArray[np.int64]
    channel: NDArray[np.uint8]
    touchpoint: NDArray[np.int32]
    cart: NDArray[np.int32]
    device: NDArray[np.int32]
    told: NDArray[np.uint8]
    moved: NDArray[np.bool_]


class Tables(NamedTuple):
    """What the codes mean: `event` and `kind` by name, `says_channel`, `tagged` and `returns` by origin, `server` by
    source, `shopping` (further kinds), `paid` (nobody lands there but after paying) and `own_channel` (-1 none) by touchpoint."""

    event: NDArray[np.uint16]
    kind: NDArray[np.uint8]
    says_channel: NDArray[np.bool_]
    tagged: NDArray[np.bool_]
    returns: NDArray[np.bool_]
    server: NDArray[np.bool_]
    shopping: NDArray[np.uint8]
    paid: NDArray[np.bool_]
    own_channel: NDArray[np.int16]


@njit(cache=True, nogil=True)
def fill_rows(
    columns: Columns,
    tables: Tables,
    kept: NDArray[np.int64],
    shard: NDArray[np.uint8],
    places: NDArray[np.int64],
    rows: Rows,
) -> None:
    """Write the events `kept` into `rows`, those of shard[k] one behind the other from places[shard[k]] on."""
    free = places.copy()
    for at in range(len(kept)):
        event = kept[at]
        row = rows[free[shard[at]]]
        free[shard[at]] += 1
        origin = columns.origin[event]
        touchpoint = columns.touchpoint[event]
        kind = tables.kind[columns.name[event]] | tables.shopping[touchpoint]
        if columns.moved[event]:
            kind &= ~SITE
        on_site = kind & SITE and not kind & SHOP
        if tables.server[columns.source[event]]:
            kind |= SERVER
        if on_site and tables.returns[origin]:
            kind = (kind | RETURN) & ~PAYING
        elif on_site and tables.paid[touchpoint] and not tables.tagged[origin]:
            kind |= RETURN | PAYING
        channel = columns.channel[event]
        own = tables.own_channel[touchpoint]
        # What stands beside visits has the channel of its kind: a call is a call wherever it came from.
        if own >= 0 and not on_site and not tables.says_channel[origin]:
            channel = np.uint8(own)
        row.owner = columns.person[event]
        row.person = columns.person[event]
        row.seq = columns.seq[event]
        row.time_us = columns.time_us[event]
        row.value = columns.value[event]
        row.visit = np.int32(-1) if columns.moved[event] else columns.visit[event]
        row.origin = origin
        row.order = columns.order[event]
        row.account = columns.account[event]
        row.cart = columns.cart[event]
        row.device = columns.device[event]
        row.event = tables.event[columns.name[event]]
        row.touchpoint = touchpoint
        row.channel = channel
        row.kind = kind
        row.told = columns.told[event]


class Split(NamedTuple):
    """Rows of a shard in the order of the cut, each field by itself."""

    owner: NDArray[np.int32]
    time_us: NDArray[np.int64]
    value: NDArray[np.int64]
    seq: NDArray[np.uint32]
    visit: NDArray[np.int32]
    origin: NDArray[np.int32]
    order: NDArray[np.int32]
    cart: NDArray[np.int32]
    device: NDArray[np.int32]
    event: NDArray[np.uint16]
    touchpoint: NDArray[np.uint16]
    channel: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    told: NDArray[np.uint8]


@njit(cache=True, nogil=True)
def split_rows(rows: Rows, order: NDArray[np.int32]) -> Split:
    """The fields of rows[order], in one pass."""
    n = len(order)
    split = Split(
        np.empty(n, np.int32),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.uint32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.uint16),
        np.empty(n, np.uint16),
        np.empty(n, np.uint8),
        np.empty(n, np.uint8),
        np.empty(n, np.uint8),
    )
    for at in range(n):
        row = rows[order[at]]
        split.owner[at] = row.owner
        split.time_us[at] = row.time_us
        split.value[at] = row.value
        split.seq[at] = row.seq
        split.visit[at] = row.visit
        split.origin[at] = row.origin
        split.order[at] = row.order
        split.cart[at] = row.cart
        split.device[at] = row.device
        split.event[at] = row.event
        split.touchpoint[at] = row.touchpoint
        split.channel[at] = row.channel
        split.kind[at] = row.kind
        split.told[at] = row.told
    return split


@njit(cache=True, nogil=True)
def find_cells(
    codes: NDArray[np.int32],
    page: NDArray[np.int32],
    channel: NDArray[np.uint8],
    asking: NDArray[np.int32],
    widths: NDArray[np.int64],
    table: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Replace the codes below 0 by what the table says; returns the rows whose cell is still empty.

    A code below 0 is -1 - name. `asking[name]` is the name's place in the table, plus 2^20 if its page
    counts and plus 2^21 if its channel does; `widths` are the numbers of pages and channels.
    """
    missing = np.empty(len(codes), np.int64)
    n = 0
    for row in range(len(codes)):
        if codes[row] >= 0:
            continue
        place = asking[-1 - codes[row]]
        cell = np.int64(place & 0xFFFFF) * widths[0]
        if place & (1 << 20):
            cell += page[row]
        cell *= widths[1]
        if place & (1 << 21):
            cell += channel[row]
        if table[cell] >= 0:
            codes[row] = table[cell]
        else:
            missing[n] = row
            n += 1
    return missing[:n].copy()


@njit(cache=True, nogil=True)
def dealt_order(
    shard: NDArray[np.uint8], shards: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(bounds of the shards, rows by shard in their order)."""
    bounds = np.zeros(shards + 1, np.int64)
    for row in range(len(shard)):
        bounds[shard[row] + 1] += 1
    for k in range(shards):
        bounds[k + 1] += bounds[k]
    at = bounds[:-1].copy()
    order = np.empty(len(shard), np.int64)
    for row in range(len(shard)):
        order[at[shard[row]]] = row
        at[shard[row]] += 1
    return bounds, order


def taken(rows: Rows, places: NDArray[np.integer]) -> Rows:
    """Rows by their places: whole rows are copied as words, which is many times faster than by field."""
    if not len(rows):
        return rows
    words = rows.view(np.uint32).reshape(len(rows), ROW.itemsize // 4)
    return words.take(places, axis=0).reshape(-1).view(ROW)
