"""Look-ups: what names, pages, origins and sources of the store mean in the shop's words, as tables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.events.channels import DIRECT, UNKNOWN, channel_of
from etappe.events.payments import is_payment_host
from etappe.events.sides import canonical, meaning_of, word_of
from etappe.events.words import Words
from etappe.journeys.dictionary import Dictionaries, Dictionary
from etappe.journeys.source import EventSource
from etappe.journeys.told import ToldChannels
from etappe.journeys.touchpoints import TouchpointCodes
from etappe.kernels.cut_rows import ALONE, CONVERSION, SHOP, SITE
from etappe.store.events.values import OriginWord, VisitTwins

SERVER_SOURCES = frozenset(
    ("server", "webhook", "backend", "shopify", "woocommerce", "shopware", "magento", "erp", "pos")
)
"""Sources that tell of orders from the shop's own books; every other is as weak as a browser."""


class Lookups:
    """Tables by the store's codes. `event` and `kind` by name, `server` by source, the others by origin.

    `visit` gives visits that are called the same one number (None while no two are): the cut makes one
    visit of them if they are one person's.

    They belong to one state of the words and grow with the store: what was looked at stays.
    """

    def __init__(self, words: Words, into: Dictionaries) -> None:
        self.words = words
        self.into = into
        self.unknown_channel = into.channels.code(UNKNOWN)
        self.event: NDArray[np.uint16] = np.empty(0, np.uint16)
        self.kind: NDArray[np.uint8] = np.empty(0, np.uint8)
        self.server: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.channel: NDArray[np.uint8] = np.empty(0, np.uint8)
        self.says_channel: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.tagged: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.returns: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.campaign: NDArray[np.int32] = np.empty(0, np.int32)
        self.click: NDArray[np.int32] = np.empty(0, np.int32)
        self.visit: NDArray[np.int32] | None = None
        self._visits = 0
        self.touchpoints = TouchpointCodes(words, into)
        self.told = ToldChannels(words, into)
        self._campaigns = Dictionary([""], room=2**31)
        self._clicks = Dictionary([""], room=2**31)

    def grow(self, source: EventSource) -> "Lookups":
        """Take in what the store has got since; returns itself."""
        words, names = self.words, source.names()
        new = names[len(self.event) :]
        codes = self.into.events.code
        self.event = _longer(self.event, [codes(canonical(name, words)) for name in new])
        self.kind = _longer(self.kind, [kind_of(name, words) for name in new])
        self.server = np.array([is_server(word) for word in source.sources()], np.bool_)
        self._grow_visits(source.visit_twins(self._visits))
        self._grow_origins(source.origins(len(self.channel)))
        self.told.grow(source, names)
        self.touchpoints.grow(names, source.pages(self.touchpoints.pages))
        return self

    def blank(self) -> NDArray[np.bool_]:
        """By code of channel: does it say nothing of how a contact came about?"""
        return np.array([key in (DIRECT, UNKNOWN) for key in self.into.channels.words], np.bool_)

    def _grow_visits(self, twins: VisitTwins) -> None:
        known, self._visits = self._visits, twins.visits
        if self.visit is None and not len(twins.code):
            return
        if self.visit is None:
            self.visit = np.arange(known, dtype=np.int32)
        self.visit = np.append(self.visit, np.arange(len(self.visit), twins.visits, dtype=np.int32))
        self.visit[twins.code] = twins.first

    def _grow_origins(self, new: Sequence[OriginWord]) -> None:
        channels = [self.into.channels.code(channel_of(origin, self.words)) for origin in new]
        self.channel = _longer(self.channel, channels)
        self.says_channel = _longer(self.says_channel, [_says_channel(origin) for origin in new])
        self.tagged = _longer(self.tagged, [_tagged(origin) for origin in new])
        self.returns = _longer(
            self.returns, [is_payment_host(origin.referrer_host or "") for origin in new]
        )
        campaigns = [self._campaigns.code(_campaign(origin)) for origin in new]
        self.campaign = _longer(self.campaign, campaigns)
        self.click = _longer(self.click, [self._clicks.code(one.click_id or "") for one in new])


def is_server(source: str | None) -> bool:
    """Whether a source knows an order's value better than a browser does."""
    return (source or "").strip().lower() in SERVER_SOURCES


def is_conversion(name: str, words: Words) -> bool:
    """Whether an event of this name is the conversion of the cut, by name, alias or meaning."""
    if word_of(name, words).conversion_only:
        return True
    return canonical(name, words) == canonical(words.conversion, words) or (
        meaning_of(name, words) == meaning_of(words.conversion, words)
    )


def kind_of(name: str, words: Words) -> int:
    """The bits of `etappe.kernels.cut_rows` that an event has by its name."""
    word = word_of(name, words)
    bits = (
        (SHOP, word.side == "shop"),
        (SITE, word.place == "site"),
        (CONVERSION, is_conversion(name, words)),
        (ALONE, word.conversion_only),
    )
    return sum(int(bit) for bit, holds in bits if holds)


def _longer(array: NDArray[Any], new: list[Any]) -> NDArray[Any]:
    return np.concatenate((array, np.array(new, array.dtype))) if new else array


def _says_channel(origin: OriginWord) -> bool:
    """Whether the origin itself says how the contact came about."""
    return _tagged(origin) or bool(origin.referrer_host and origin.referrer_host != origin.host)


def _tagged(origin: OriginWord) -> bool:
    """Whether somebody marked the way here: a channel, a campaign, a click that was sold."""
    return bool(
        origin.channel
        or origin.utm_source
        or origin.utm_medium
        or origin.utm_campaign
        or origin.click_id
    )


def _campaign(origin: OriginWord) -> str:
    """What tells one campaign from another; empty without one."""
    parts = (origin.utm_source, origin.utm_medium, origin.utm_campaign)
    return "\n".join(part or "" for part in parts) if any(parts) else ""
