"""What a shop's tracker and its collector do: the switches of a shop, each with its default."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from etappe.base.errors import BadInput

Extra = Literal[
    "ga4",
    "clicks",
    "forms",
    "search",
    "scroll",
    "downloads",
    "outbound",
    "errors",
    "vitals",
    "rage",
]
EXTRAS: tuple[Extra, ...] = get_args(Extra)
WithoutConsent = Literal["count", "drop"]
_HOST = r"(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_ORIGIN = re.compile(rf"https?://{_HOST}(?::\d{{1,5}})?")
_DOMAIN = re.compile(_HOST)


@dataclass(frozen=True, slots=True)
class TrackingSettings:
    """How a shop is tracked. Fields with more than a yes or no have their meaning below them."""

    extras: tuple[str, ...] = ("ga4", "search", "downloads", "outbound")
    """What the tracker's second file watches beside page views."""
    without_consent: WithoutConsent = "count"
    """Visits before or without consent: counted without anything stored on the device, or not at all."""
    consent_required: bool = True
    allowed_origins: tuple[str, ...] = ()
    """Sites whose pages may send with a browser key: 'https://shop.example', 'https://*.shop.example'. Empty: all."""
    linked_domains: tuple[str, ...] = ()
    """Further sites of the shop: a visitor who follows a link there stays the same person."""
    country: bool = True
    """Whether the country is looked up from the address, which itself is never kept."""
    trust_proxy: bool = False
    """Whether the address is taken from X-Forwarded-For: only behind a proxy that sets it."""
    withdrawal_past: bool = False
    """Whether a withdrawn consent also takes what was kept before."""
    keep_untold: bool = True
    """Whether e-mail addresses, phone numbers and names are kept (sealed) where nothing is known of a consent."""


def tracking_of(document: Mapping[str, Any]) -> TrackingSettings:
    """The settings in a kept document; what it does not know has its default."""
    known = {field.name for field in fields(TrackingSettings)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in document.items()
        if name in known
    }
    return TrackingSettings(**given)


def document_of(settings: TrackingSettings) -> dict[str, Any]:
    """The settings as they are kept, tidied. BadInput names the field and the value that cannot be."""
    unknown = [extra for extra in settings.extras if extra not in EXTRAS]
    if unknown:
        raise BadInput(
            f"extras: {unknown[0]!r}.", next_step=f"Known: {', '.join(EXTRAS)}.", field="extras"
        )
    if settings.without_consent not in get_args(WithoutConsent):
        raise BadInput(
            f"without_consent: {settings.without_consent!r}.",
            next_step="One of: count, drop.",
            field="without_consent",
        )
    tidied = replace(
        settings,
        extras=tuple(extra for extra in EXTRAS if extra in settings.extras),
        allowed_origins=_sites(
            "allowed_origins", settings.allowed_origins, _ORIGIN, "https://shop.example"
        ),
        linked_domains=_sites("linked_domains", settings.linked_domains, _DOMAIN, "shop.example"),
    )
    return asdict(tidied)


def _sites(
    field: str, texts: Iterable[str], shape: re.Pattern[str], example: str
) -> tuple[str, ...]:
    sites = [text.strip().lower().rstrip("/") for text in texts]
    for site in sites:
        if not shape.fullmatch(site):
            raise BadInput(
                f"{field}: {site!r}.", next_step=f"Write it like this: {example}", field=field
            )
    return tuple(dict.fromkeys(sites))
