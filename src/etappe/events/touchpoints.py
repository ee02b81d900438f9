"""From an event to its touchpoint: the rules first, then the event's own word."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from etappe.events.sides import canonical, meaning_of, word_of
from etappe.events.words import TouchpointRule, Words

Test = Callable[[str], bool]

_ASCII = "".join(map(chr, range(128)))


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
    (event, page) or (event, page, channel). `rules` fills as events are asked for.
    """

    words: Words
    rules: dict[str, "EventRules"] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Words, events: Iterable[str] = ()) -> "TouchpointIndex":
        """An index that has the rules of `events` at hand; others are looked up when asked."""
        return cls(words, {event: EventRules.of(event, words) for event in events})

    def needs_page(self, event: str) -> bool:
        """Whether the page (host or path) can change the touchpoint of this event."""
        return any(rule.path or rule.host for rule in self._rules(event).all)

    def needs_channel(self, event: str) -> bool:
        """Whether the channel can change the touchpoint of this event."""
        return any(rule.channel for rule in self._rules(event).all)

    def touchpoint_of(self, event: str, path: str = "", host: str = "", channel: str = "") -> str:
        """As the module's function, with the rules of the event already at hand."""
        rule = self._rules(event).first(path, host, channel)
        if rule:
            return rule.touchpoint
        word = word_of(event, self.words)
        return word.touchpoint or word.name

    def _rules(self, event: str) -> "EventRules":
        found = self.rules.get(event)
        if found is None:
            found = self.rules[event] = EventRules.of(event, self.words)
        return found


@dataclass(frozen=True, slots=True)
class EventRules:
    """The rules of one event. `ascii` are those that can fit a path of ASCII letters, with what such a
    path must contain (in lower case) and the whole test: hundreds of rules cost microseconds a page."""

    all: tuple[TouchpointRule, ...]
    ascii: tuple[tuple[str, Test, TouchpointRule], ...]

    @classmethod
    def of(cls, event: str, words: Words) -> "EventRules":
        """The rules that can apply to an event name."""
        rules = matching_rules(event, words)
        tested = ((rule, _plain(rule.path)) for rule in rules)
        return cls(rules, tuple((*plain, rule) for rule, plain in tested if plain))

    def first(self, path: str, host: str, channel: str) -> TouchpointRule | None:
        """The first rule whose conditions all hold.

        '/cart' is tried as '/cart/' too, so that '*/cart/*' spares '/cartoons'.
        """
        if not path.isascii():
            for rule in self.all:
                fits = _pattern(rule.path)
                if _beside_path(rule, host, channel) and (fits(path) or fits(f"{path}/")):
                    return rule
            return None
        plain = path.lower()
        closed = f"{plain}/"
        for needle, test, rule in self.ascii:
            on_page = needle in closed and (test(closed) or test(plain))
            if on_page and _beside_path(rule, host, channel):
                return rule
        return None


def _beside_path(rule: TouchpointRule, host: str, channel: str) -> bool:
    return (not rule.channel or rule.channel == channel) and _pattern(rule.host)(host)


@cache
def _plain(pattern: str) -> tuple[str, Test] | None:
    """(what a fitting text contains, `_pattern` for ASCII text in lower case); None if none can fit."""
    foreign = {letter for letter in pattern if not letter.isascii()}
    if foreign:
        # Few letters beyond ASCII have a case within it, as the long s has.
        within = (re.search(re.escape(letter), _ASCII, re.IGNORECASE) for letter in foreign)
        return ("", _pattern(pattern)) if all(within) else None
    if not pattern:
        return "", _pattern(pattern)
    parts = pattern.lower().split("*")
    head, middle, tail = parts[0], parts[1:-1], parts[-1]

    def fits(text: str) -> bool:
        if not text.startswith(head):
            return False
        at = len(head)
        for part in middle:
            at = text.find(part, at)
            if at < 0:
                return False
            at += len(part)
        return text.endswith(tail) and at <= len(text) - len(tail)

    return max(parts, key=len), pattern.lower().__eq__ if len(parts) == 1 else fits


@cache
def _pattern(pattern: str) -> Test:
    """A test for a pattern with `*` (any run of characters), whatever the case; '' always holds."""
    if not pattern:
        return lambda _: True
    parts = ".*".join(re.escape(part) for part in pattern.split("*"))
    matches = re.compile(parts, re.IGNORECASE | re.DOTALL).fullmatch
    return lambda text: matches(text) is not None
