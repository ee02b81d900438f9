"""Who may send: the write key and its shop, the page's site, and how many events a second."""

import asyncio
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from math import ceil

from etappe.api.collector_answers import (
    Answer,
    TooMany,
    TurnedAway,
    UnknownKey,
    WrongSignature,
    WrongSite,
    preflight,
)
from etappe.api.collector_guest import Guest
from etappe.api.collector_request import Asked
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, NotFound
from etappe.collect.live.reasons import TOO_MANY, UNSIGNED
from etappe.collect.live.webhooks import is_told_by
from etappe.store.records import shop_of

BURST = 2
"""Events that a key may send at once, in seconds of its limit."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float = field(default_factory=time.monotonic)


class Doorkeeper:
    """Knows guests by their keys and counts what they send."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._buckets: dict[tuple[str, int], _Bucket] = {}

    async def early(self, asked: Asked) -> Guest | None:
        """The guest by header or address; None if neither names a key in effect (the body may).

        A page behind a password sends that password with everything: it is no key, and stands in no key's way.
        """
        try:
            return await self.guest(asked, *asked.keys())
        except UnknownKey:
            return None

    async def guest(self, asked: Asked, *texts: str) -> Guest:
        """The guest by the first text that is a key in effect. UnknownKey if none is, WrongSite if the page may not."""
        for text in texts:
            shop = await self._shop(shop_of(text))
            key = shop.records.write_keys.check(text) if shop else None
            if shop and key:
                guest = Guest(text, key, shop.collector, asked.origin)
                if not _may_send(guest):
                    raise WrongSite(asked.origin)
                return guest
        raise UnknownKey()

    async def preflight(self, asked: Asked) -> Answer:
        """Whether a browser may send: yes, unless the address has a key of a shop that does not take from its site.

        The event itself is checked, and what is wrong with it the page can read only if it may send it.
        """
        return preflight(asked, await self.early(asked))

    def check_signature(self, guest: Guest, system: str, body: bytes, asked: Asked) -> None:
        """Hold a webhook against the secret that was agreed for its key. TurnedAway, and counted, if it is not signed with it."""
        secret = guest.webhook_secret(system)
        if secret is not None and not is_told_by(system, secret, body, asked.headers):
            guest.collector.tally.count(UNSIGNED, system, key=guest.key.id)
            raise TurnedAway(WrongSignature(system), guest)

    def check_rate(self, guest: Guest, events: int) -> None:
        """Count the events against the key's limit. TooMany when it is used up."""
        limit = guest.key.per_second
        if limit is None:
            return
        now = time.monotonic()
        bucket = self._buckets.setdefault((guest.text, guest.key.id), _Bucket(BURST * limit))
        bucket.left = min(BURST * limit, bucket.left + limit * (now - bucket.at))
        bucket.at = now
        if bucket.left < 1:
            guest.collector.tally.count(TOO_MANY, events=max(1, events), key=guest.key.id)
            raise TurnedAway(TooMany(limit, ceil((1 - bucket.left) / limit)), guest)
        # A batch larger than what is left is taken whole: the next ones wait for it.
        bucket.left -= max(1, events)

    async def _shop(self, name: str) -> Shop | None:
        """The shop, opened beside the event loop if it is not open; None if there is none of that name."""
        if not name:
            return None
        shop = self._house.opened(name)
        if shop is not None:
            return shop
        try:
            if not self._house.directory.shop(name).is_dir():
                return None
            return await asyncio.to_thread(self._house.shop, name)
        except (NotFound, BadInput):
            return None


def _may_send(guest: Guest) -> bool:
    """A page may send with a browser key if the shop lists its site, or lists none. Servers name no site."""
    allowed = guest.collector.tracking().allowed_origins
    if not allowed or not guest.origin or guest.key.kind == "server":
        return True
    return any(fnmatchcase(guest.origin.lower(), site) for site in allowed)
