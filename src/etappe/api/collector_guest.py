"""A guest of the collector: who sends, once the write key is known."""

from dataclasses import dataclass

from etappe.api.collector_request import Asked
from etappe.app.collector import Collector
from etappe.store.records import WriteKey


@dataclass(frozen=True, slots=True)
class Guest:
    """Who sends: the key as text, what it allows, and the collector of its shop."""

    text: str
    key: WriteKey
    collector: Collector
    origin: str

    def webhook_secret(self, system: str) -> bytes | None:
        """What webhooks of that platform must be signed with when they come with this key; None: they need not be."""
        return self.collector.webhook_secret(self.key, system)

    def address(self, asked: Asked) -> str:
        """The address of the sender; behind a proxy of the shop's own the one that the proxy tells."""
        told = asked.headers.get("x-forwarded-for", "")
        if told and self.collector.tracking().trust_proxy:
            return told.rpartition(",")[2].strip()
        return asked.peer
