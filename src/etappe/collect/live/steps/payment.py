"""Payment return: whoever comes back from a payment provider continues the visit; the provider is never a source."""

from collections.abc import Sequence
from functools import lru_cache

from etappe.collect.live.address import host_of
from etappe.collect.live.way import Passing, Surroundings
from etappe.events.payments import payment_provider


def mark_return(batch: Sequence[Passing], _: Surroundings) -> None:
    """Say that an event is such a return. The referrer stays: by it journeys continue the visit that was left.

    A campaign that the provider's way back carries is none of the shop's and is taken out.
    """
    for passing in batch:
        referrer = passing.row.get("referrer")
        if referrer and (provider := _provider(referrer)):
            passing.note("payment", "return", provider)
            if _names_provider(passing.row.get("utm_source", ""), provider):
                for column in (
                    "utm_source",
                    "utm_medium",
                    "utm_campaign",
                    "utm_term",
                    "utm_content",
                ):
                    passing.row.pop(column, None)


@lru_cache(maxsize=20_000)
def _provider(referrer: str) -> str | None:
    return payment_provider(host_of(referrer))


def _names_provider(source: str, provider: str) -> bool:
    return provider.lower().replace(" ", "") in source.lower().replace(" ", "").replace("_", "")
