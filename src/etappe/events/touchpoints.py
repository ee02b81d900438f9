"""From an event to its touchpoint: the rules first, then the event's own word."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from etappe.events.sides import canonical, meaning_of, word_of
from etappe.events.words import TouchpointRule, Words

Test = Callable[[str], bool]


def touchpoint_of(event: str, path: str, host: str, channel: str, words: Words) -> str:
    """The key of the touchpoint that an event of this name, on this page, by this channel, is.

    An empty string stands for "has none". The first rule whose conditions all hold wins; else the event's word
    says it; a name without a word is a touchpoint of that name.
    """
    return TouchpointIndex.of(words).touchpoint_of(event, path, host, channel)


def matching_rules(event: str, words: Words) -> tuple[TouchpointRule, ...]:
    """The rules that can apply to an event name (or to what it means), in their order."""
    names = {canonical(event, words), meaning_of(event, words)}
    patterns = {rule.event for rule in words.rules}
    fitting = {pattern for pattern in patterns if any(map(_pattern(pattern), names))}
    return tuple(rule for rule in words.rules if rule.event in fitting)


@dataclass(frozen=True, slots=True)
class TouchpointIndex:
    """The rules sorted by event name, for builders that see few names and millions of rows.

    Evaluate an event once when it needs neither page nor channel, else once for each distinct
    (event, page) or (event, page, channel).
    """

    words: Words
    rules: Mapping[str, tuple[TouchpointRule, ...]]

    @classmethod
    def of(cls, words: Words, events: Iterator[str] | tuple[str, ...] = ()) -> "TouchpointIndex":
        """An index that has the rules of `events` at hand; others are looked up when asked."""
        return cls(words, {event: matching_rules(event, words) for event in events})

    def needs_page(self, event: str) -> bool:
        """Whether the page (host or path) can change the touchpoint of this event."""
        return any(rule.path or rule.host for rule in self._rules(event))

    def needs_channel(self, event: str) -> bool:
        """Whether the channel can change the touchpoint of this event."""
        return any(rule.channel for rule in self._rules(event))

    def touchpoint_of(self, event: str, path: str = "", host: str = "", channel: str = "") -> str:
        """As the module's function, with the rules of the event already at hand."""
        for rule in self._rules(event):
            if _holds(rule, path, host, channel):
                return rule.touchpoint
        word = word_of(event, self.words)
        return word.touchpoint or word.name

    def _rules(self, event: str) -> tuple[TouchpointRule, ...]:
        found = self.rules.get(event)
        return matching_rules(event, self.words) if found is None else found


def _holds(rule: TouchpointRule, path: str, host: str, channel: str) -> bool:
    """All conditions; '/cart' is tried as '/cart/' too, so that '*/cart/*' spares '/cartoons'."""
    return (
        (not rule.channel or rule.channel == channel)
        and _pattern(rule.host)(host)
        and (_pattern(rule.path)(path) or _pattern(rule.path)(f"{path}/"))
    )


@cache
def _pattern(pattern: str) -> Test:
    """A test for a pattern with `*` (any run of characters), whatever the case; '' always holds."""
    if not pattern:
        return lambda _: True
    parts = ".*".join(re.escape(part) for part in pattern.split("*"))
    matches = re.compile(parts, re.IGNORECASE | re.DOTALL).fullmatch
    return lambda text: matches(text) is not None
