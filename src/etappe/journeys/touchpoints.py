"""Touchpoint of each row: by event name, and by page and channel where a rule asks for them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.base.heavy import heavy
from etappe.events.payments import AFTER_PAYING, CHECKOUT
from etappe.events.touchpoints import TouchpointIndex
from etappe.events.words import Words
from etappe.journeys.dictionary import Dictionaries
from etappe.kernels.cut_rows import PAYING, SHOPPING
from etappe.store.events.values import PageWord

MANY_ROWS = 50_000
"""Chunks from this size on use a table of all combinations, if it has at most LARGEST_TABLE cells."""

LARGEST_TABLE = 20_000_000

_PAGE_BITS, _CHANNEL_BITS = 32, 8


class TouchpointCodes:
    """Codes of touchpoints by name and page (the store's codes) and channel (the columns' code).

    A combination is looked at once, when it first occurs.
    """

    def __init__(self, words: Words, into: Dictionaries) -> None:
        self.pages = 0
        self._words, self._into = words, into
        self._names: Sequence[str] = ()
        self._page_words: list[PageWord] = []
        self._by_page: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._by_channel: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._of_name: NDArray[np.int32] = np.empty(0, np.int32)
        self._asked: NDArray[np.intp] = np.empty(0, np.intp)  # names whose rules ask for more
        self._place: NDArray[np.int32] = np.empty(0, np.int32)
        self._known: dict[int, int] = {}
        self._table: NDArray[np.int32] = np.empty(0, np.int32)
        self._index = TouchpointIndex.of(words)

    def grow(self, names: Sequence[str], new_pages: Sequence[PageWord]) -> None:
        """Take in all names and the pages from number `pages` on."""
        if len(names) == len(self._names) and not new_pages:
            return
        self._names = names
        self._page_words += new_pages
        self.pages = len(self._page_words)
        index = self._index
        self._by_page = np.array([index.needs_page(name) for name in names], np.bool_)
        self._by_channel = np.array([index.needs_channel(name) for name in names], np.bool_)
        self._of_name = np.array(
            [
                -1 - code if asks else self._into.touchpoints.code(index.touchpoint_of(names[code]))
                for code, asks in enumerate(self._by_page | self._by_channel)
            ],
            np.int32,
        )
        self._asked = np.flatnonzero(self._of_name < 0)
        self._place = np.zeros(len(names), np.int32)
        self._place[self._asked] = np.arange(len(self._asked))
        self._place |= (self._by_page.astype(np.int32) << 20) | (
            self._by_channel.astype(np.int32) << 21
        )
        self._table = np.empty(0, np.int32)

    def of(
        self, name: NDArray[np.int32], page: NDArray[np.int32], channel: NDArray[np.uint8]
    ) -> NDArray[np.int32]:
        """The touchpoint of each row."""
        codes = self._of_name[name]
        if (self._of_name >= 0).all():
            return codes
        size = len(self._asked) * self.pages * len(self._into.channels.words)
        if len(name) < MANY_ROWS or size > LARGEST_TABLE:
            rows = np.flatnonzero(codes < 0)
        else:
            if len(self._table) != size:
                self._table = np.full(size, -1, np.int32)
            rows = self._from_table(codes, page, channel)
        if len(rows):
            codes[rows] = self._look_at(name[rows], page[rows], channel[rows])
        return codes

    def kinds(self) -> NDArray[np.uint8]:
        """By code of touchpoint: SHOPPING where its part is before or during the purchase, PAYING in the checkout."""
        bits = []
        for key in self._into.touchpoints.words:
            word = self._words.touchpoints.get(key)
            shopping = SHOPPING if word and word.part in ("before", "during") else np.uint8(0)
            bits.append(shopping | (PAYING if key in CHECKOUT else np.uint8(0)))
        return np.array(bits, np.uint8)

    def paid(self) -> NDArray[np.bool_]:
        """By code of touchpoint: does nobody land there but after paying?"""
        return np.array([key in AFTER_PAYING for key in self._into.touchpoints.words], np.bool_)

    def channels(self) -> NDArray[np.int16]:
        """By code of touchpoint: the code of its own channel, -1 if it has none."""
        own = (self._words.touchpoints.get(key) for key in self._into.touchpoints.words)
        code = self._into.channels.code
        return np.array(
            [code(word.channel) if word and word.channel else -1 for word in own], np.int16
        )

    def _from_table(
        self, codes: NDArray[np.int32], page: NDArray[np.int32], channel: NDArray[np.uint8]
    ) -> NDArray[np.int64]:
        """Fill in what the table knows, then what it learns; nothing is left over."""
        find = heavy("cut").find_cells
        widths = np.array([self.pages, len(self._into.channels.words)], np.int64)
        given = (page, channel, self._place, widths, self._table)
        rows: NDArray[np.int64] = find(codes, *given)
        if not len(rows):
            return rows
        name = -1 - codes[rows]
        pages, channels = self._counting(name, page[rows], channel[rows])
        cell = ((self._place[name] & 0xFFFFF).astype(np.int64) * widths[0] + pages) * widths[1]
        cell, first = np.unique(cell + channels, return_index=True)
        self._table[cell] = self._look_at(name[first], page[rows[first]], channel[rows[first]])
        rows = find(codes, *given)
        return rows

    def _counting(
        self, name: NDArray[np.int32], page: NDArray[np.int32], channel: NDArray[np.uint8]
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Page and channel where they count for the name, else 0."""
        return (
            np.where(self._by_page[name], page, np.int32(0)),
            np.where(self._by_channel[name], channel, np.uint8(0)),
        )

    def _look_at(
        self, name: NDArray[np.int32], page: NDArray[np.int32], channel: NDArray[np.uint8]
    ) -> NDArray[np.int32]:
        cells = _packed(name, *self._counting(name, page, channel))
        distinct, where = np.unique(cells, return_inverse=True)
        return np.array([self._code(cell) for cell in distinct.tolist()], np.int32)[where]

    def _code(self, cell: int) -> int:
        known = self._known.get(cell)
        if known is None:
            channel = cell & ((1 << _CHANNEL_BITS) - 1)
            page = (cell >> _CHANNEL_BITS) & ((1 << _PAGE_BITS) - 1)
            name = self._names[cell >> (_CHANNEL_BITS + _PAGE_BITS)]
            word = self._page_words[page]
            by = self._into.channels.words[channel] if self._index.needs_channel(name) else ""
            found = self._index.touchpoint_of(name, word.path, word.host, by)
            known = self._known[cell] = self._into.touchpoints.code(found)
        return known


def _packed(
    name: NDArray[np.int32], page: NDArray[np.int32], channel: NDArray[np.uint8]
) -> NDArray[np.int64]:
    packed = (name.astype(np.int64) << _PAGE_BITS) | page
    return (packed << _CHANNEL_BITS) | channel
