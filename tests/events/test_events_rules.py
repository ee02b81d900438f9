"""Rules, prepared to be asked hundreds of thousands of times, against their plain patterns."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.events.shipped import shipped_words
from etappe.events.touchpoints import TouchpointIndex, matching_rules
from etappe.events.words import TouchpointRule

WORDS = shipped_words()

_PIECES = [*{part for rule in WORDS.rules for part in rule.path.split("*") if part}, "", "/", "x"]
_OWN_RULES = (
    TouchpointRule("long_s", "page_view", "*ſale*"),
    TouchpointRule("three_parts", "page_view", "a*b*B"),
    TouchpointRule("kelvin", "page_view", "/K"),
    TouchpointRule("by_host", "page_view", "*/x*", host="shop.*"),
    TouchpointRule("by_channel", "page_view", channel="email"),
    TouchpointRule("last_star", "page_view", "/x*"),
)
_WORDS = replace(WORDS, rules=(*WORDS.rules, *_OWN_RULES))
_INDEX = TouchpointIndex.of(_WORDS)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from([*_PIECES, "a", "b", "SALE", "ſale", "k", "ß", "\n"]), max_size=4),
    st.sampled_from(["", "shop.example", "SHOP.example", "other.example"]),
    st.sampled_from(["", "email"]),
    st.booleans(),
)
def test_prepared_rules_fit_where_their_patterns_do(
    pieces: list[str], host: str, channel: str, upper: bool
) -> None:
    path = "".join(pieces)
    path = path.upper() if upper else path
    found = _INDEX.touchpoint_of("page_view", path, host, channel)
    assert found == _by_patterns(path, host, channel)


def _by_patterns(path: str, host: str, channel: str) -> str:
    """The first rule of page_view that fits, by its regular expressions."""
    for rule in matching_rules("page_view", _WORDS):
        on_page = _fits(rule.path, path) or _fits(rule.path, f"{path}/")
        if on_page and rule.channel in ("", channel) and _fits(rule.host, host):
            return rule.touchpoint
    return _WORDS.events["page_view"].touchpoint


def _fits(pattern: str, text: str) -> bool:
    written = ".*".join(map(re.escape, pattern.split("*")))
    return not pattern or bool(re.fullmatch(written, text, re.IGNORECASE | re.DOTALL))
