"""The channel of a contact: GA4's default channel grouping, extended by ours.

The rules are those that Google publishes for GA4's default channel group ("Default channel group", Analytics
Help); data/channel_rules.toml holds them with our additions, data/sources.csv the categories of sources.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from etappe.events.datafiles import document
from etappe.events.payments import is_payment_host
from etappe.events.sources import plain_host, source_category
from etappe.events.words import Words

DIRECT = "direct"
UNASSIGNED = "unassigned"
UNKNOWN = "(unknown)"
"""Back from a payment provider with no visit to continue."""


class OriginLike(Protocol):
    """What is known of how a contact came about; None or '' for what is not."""

    @property
    def channel(self) -> str | None: ...
    @property
    def utm_source(self) -> str | None: ...
    @property
    def utm_medium(self) -> str | None: ...
    @property
    def utm_campaign(self) -> str | None: ...
    @property
    def click_id(self) -> str | None: ...
    @property
    def referrer_host(self) -> str | None: ...
    @property
    def host(self) -> str | None: ...


def channel_of(origin: OriginLike, words: Words) -> str:
    """The channel key of an origin; the first of CHOICES that knows one, else `direct`.

    A channel that the source names itself and that is none of ours is kept as it was sent.
    """
    return next((key for choice in CHOICES if (key := choice(origin, words))), DIRECT)


def named_channel(name: str, words: Words) -> str:
    """The key of a channel written by key or by name in either language, else the name as sent."""
    known = {_folded(key): key for key in words.channels}
    for key, channel in words.channels.items():
        known |= {
            _folded(text): key for text in channel.name.values() if _folded(text) not in known
        }
    return (known | _rules().other_names).get(_folded(name), name.strip())


@cache
def click_id_kinds() -> tuple[str, ...]:
    """The names under which advertisers append a click id to an address (`gclid`), the surest first."""
    return tuple(document("channel_rules")["click_ids"])


def _by_name(origin: OriginLike, words: Words) -> str:
    name = (origin.channel or "").strip()
    return named_channel(name, words) if name else ""


def _by_campaign(origin: OriginLike, words: Words) -> str:
    source, medium, campaign = (
        (text or "").strip().lower()
        for text in (origin.utm_source, origin.utm_medium, origin.utm_campaign)
    )
    if not (source or medium or campaign):
        return ""
    sold_by = _by_click_id(origin, words)
    channel = grouped(source, medium, campaign)
    unsure = channel in {UNASSIGNED, DIRECT, "referral"} or not medium
    if sold_by and (unsure or (channel.startswith("organic_") and sold_by.startswith("paid_"))):
        return sold_by
    if channel == UNASSIGNED and not source and not medium:
        return _by_referrer(origin, words) or channel
    return channel


def _by_click_id(origin: OriginLike, _: Words) -> str:
    kind = (origin.click_id or "").split(":")[0].strip()
    return _rules().click_ids.get(kind.lower(), "")


def _by_referrer(origin: OriginLike, _: Words) -> str:
    host = plain_host(origin.referrer_host or "")
    if not host or host == plain_host(origin.host or ""):
        return ""
    if is_payment_host(host):
        return UNKNOWN
    medium = "organic" if source_category(host) == "search" else "referral"
    return grouped(host, medium, "")


CHOICES: tuple[Callable[[OriginLike, Words], str], ...] = (
    _by_name,
    _by_campaign,
    _by_click_id,
    _by_referrer,
)
"""Who may say the channel, in this order. Coming from the own host says nothing."""


def grouped(source: str, medium: str, campaign: str) -> str:
    """The channel of source, medium and campaign, all in lower case: GA4's rules in GA4's order."""
    rules = _rules()
    if source == "(direct)" and medium in {"", "(none)", "(not set)"}:
        return DIRECT
    if rules.cross_network(campaign):
        return "cross_network"
    kind = rules.categories.get(source_category(source), {})
    if rules.paid(medium) or (not medium and "untagged" in kind):
        return _paid(kind, medium, campaign)
    if medium in rules.standard and rules.standard[medium] == "display":
        return "retargeting" if rules.retargeting(campaign) else "display"
    return rules.media.get(medium) or _unpaid(kind, source, medium, campaign)


def _paid(kind: dict[str, str], medium: str, campaign: str) -> str:
    rules = _rules()
    if kind.get("paid") == "paid_shopping" or rules.shopping(campaign):
        return "paid_shopping"
    if kind:
        return kind["paid"]
    if medium == "cpm":
        return "display"
    return "retargeting" if rules.retargeting(medium) else "paid_other"


def _unpaid(kind: dict[str, str], source: str, medium: str, campaign: str) -> str:
    rules = _rules()
    if kind.get("organic") == "organic_shopping" or rules.shopping(campaign):
        return "organic_shopping"
    by_medium = rules.standard.get(medium, "")
    if kind and by_medium in {"", "organic_search", "referral"}:
        return kind["organic"]
    if by_medium:
        return by_medium
    if rules.video(medium):
        return "organic_video"
    if rules.push(medium):
        return "push"
    return rules.sources.get(source) or rules.media.get(source, UNASSIGNED)


@dataclass(frozen=True, slots=True)
class _Rules:
    media: dict[str, str]
    standard: dict[str, str]
    sources: dict[str, str]
    click_ids: dict[str, str]
    categories: dict[str, dict[str, str]]
    other_names: dict[str, str]
    paid: Callable[[str], bool]
    retargeting: Callable[[str], bool]
    shopping: Callable[[str], bool]
    video: Callable[[str], bool]
    push: Callable[[str], bool]
    cross_network: Callable[[str], bool]


@cache
def _rules() -> _Rules:
    data = document("channel_rules")
    tests = {name: re.compile(pattern).fullmatch for name, pattern in data["patterns"].items()}

    def test(name: str) -> Callable[[str], bool]:
        return lambda text: tests[name](text) is not None

    return _Rules(
        media=_by_word(data["media"]),
        standard=_by_word(data["standard"]),
        sources=_by_word(data["sources"]),
        click_ids={kind.lower(): channel for kind, channel in data["click_ids"].items()},
        categories=data["categories"],
        other_names={_folded(name): key for name, key in data["names"].items()},
        paid=test("paid"),
        retargeting=test("retargeting"),
        shopping=test("shopping_campaign"),
        video=test("video_medium"),
        push=test("push_medium"),
        cross_network=test("cross_network"),
    )


def _by_word(listed: dict[str, Any]) -> dict[str, str]:
    return {word: channel for channel, words in listed.items() for word in words}


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())
