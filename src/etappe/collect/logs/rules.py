"""Rules: which request is which event, from the ready rules for shops and a file of one's own."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, unquote

from etappe.base.errors import BadInput

PAGE_VIEW = "page_view"


@dataclass(frozen=True, slots=True)
class LogRule:
    """Requests whose path or query fits one of the patterns are this event."""

    event: str
    path: tuple[re.Pattern[str], ...] = ()
    query: tuple[re.Pattern[str], ...] = ()
    method: str = ""
    term: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogRules:
    """All rules: what is no page, and what is which event. The first that fits counts."""

    rules: tuple[LogRule, ...]
    assets: frozenset[str]
    ignore: tuple[re.Pattern[str], ...]

    def fingerprint(self) -> str:
        """Changes whenever a rule does."""
        return repr((self.rules, sorted(self.assets), self.ignore))


@dataclass(frozen=True, slots=True)
class Request:
    """What a request is: an event, or the reason why it is none."""

    event: str = ""
    product: str = ""
    term: str = ""
    left_out: str = ""


def read_rules(own: Mapping[str, Any], place: str) -> LogRules:
    """The ready rules with one's own before them; `ready_rules = false` leaves the ready ones out."""
    ready = {} if own.get("ready_rules") is False else _ready()
    try:
        return LogRules(
            tuple(_rule(rule) for table in (own, ready) for rule in table.get("rules", [])),
            frozenset(word for table in (own, _ready()) for word in table.get("assets", [])),
            tuple(_pattern(text) for table in (own, ready) for text in table.get("ignore", [])),
        )
    except (re.error, KeyError, TypeError) as error:
        raise BadInput(
            f"{place} [[rules]]: a rule cannot be read: {error}.",
            next_step="A rule has event = \"…\" and path = ['^/…'] or query = ['…'].",
            field="rules",
        ) from error


@cache
def _ready() -> dict[str, Any]:
    text = files("etappe.collect").joinpath("data", "log_rules.toml").read_text("utf-8")
    return tomllib.loads(text)


def _rule(table: Mapping[str, Any]) -> LogRule:
    path, query = table.get("path", []), table.get("query", [])
    if not path and not query:
        raise KeyError(f"{table['event']} has neither path nor query")
    return LogRule(
        table["event"],
        tuple(_pattern(text) for text in path),
        tuple(_pattern(text) for text in query),
        table.get("method", ""),
        tuple(table.get("term", [])),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=50_000)
def read_request(method: str, target: str, rules: LogRules) -> Request:
    """Which event a request is. `target` is the path with its query, or a whole address."""
    path, _, query = _local(target).partition("?")
    path = unquote(path)
    ending = (
        path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
    )
    found = _first(rules.rules, method, path, query)
    if ending in rules.assets and not (found and found[0].event == "add_to_cart"):
        return Request(left_out="assets (images, styles, scripts)")
    if found:
        rule, match = found
        product = match.groupdict().get("product") or ""
        return Request(rule.event, product, _term(query, rule.term))
    if any(pattern.search(path) for pattern in rules.ignore):
        return Request(left_out="requests that pages and machines make by themselves")
    return Request(PAGE_VIEW)


def _local(target: str) -> str:
    if "://" in target[:8]:
        return "/" + target.split("://", 1)[1].partition("/")[2]
    return target.partition("#")[0]


def _first(
    rules: Sequence[LogRule], method: str, path: str, query: str
) -> tuple[LogRule, re.Match[str]] | None:
    for rule in rules:
        if rule.method and rule.method != method:
            continue
        for pattern in rule.path:
            if match := pattern.search(path):
                return rule, match
        for pattern in rule.query if query else ():
            if match := pattern.search(query):
                return rule, match
    return None


def _term(query: str, names: Sequence[str]) -> str:
    if not names or not query:
        return ""
    told = dict(parse_qsl(query, errors="replace"))
    return next((told[name].strip() for name in names if told.get(name, "").strip()), "")
