"""Webhooks of other platforms, by table: mail providers, messengers, help desks, carriers; a file for each in data/webhooks.

A rule says which part of the document (`each`, lists opened on the way) is an event under which conditions (`when`),
and where its columns are; `^.` is the whole document, `a+b` both put together.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from etappe.collect.live.decoding import Arrival
from etappe.collect.live.documents import at, first_at
from etappe.collect.live.draft import Draft
from etappe.collect.live.reading import WrongField, micros, occurred

_COLUMNS = (
    "id", "time", "person", "email", "phone", "account_id", "order_id", "value", "currency",
)  # fmt: skip
_TRUTH = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One event of a platform's documents: `columns` are the paths of each, the first that holds something counts."""

    name: str
    each: str
    when: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, str]
    items: str
    item: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform. With `lasting` ids its facts are looked for in all that is stored, so that none counts twice, ever."""

    name: str
    rules: tuple[Rule, ...]
    channel: str = ""
    phone_prefix: str = ""
    lasting: bool = False
    signature: Mapping[str, str] | None = None


@cache
def platforms() -> dict[str, Platform]:
    """Every platform by name."""
    folder = files("etappe.collect").joinpath("data", "webhooks")
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    tables = {entry.name[:-5]: tomllib.loads(entry.read_text("utf-8")) for entry in found}
    return {name: _platform(name, tables[name]) for name in sorted(tables)}


def facts_of(platform: Platform, document: Any, arrival: Arrival) -> Iterator[Draft]:
    """The events that a document tells; none if it says nothing of a journey. WrongField names what is missing."""
    for entry in document if isinstance(document, list) else [document]:
        for rule in platform.rules:
            for part in _parts(entry, rule.each.split(".") if rule.each else []):
                if _fits(rule, part, entry):
                    yield _draft(platform, rule, part, entry, arrival)


def _parts(value: Any, steps: list[str]) -> Iterator[dict[str, Any]]:
    """The objects at the end of the steps; a list on the way means each of its entries."""
    if isinstance(value, list):
        for entry in value:
            yield from _parts(entry, steps)
    elif isinstance(value, dict):
        if steps:
            yield from _parts(value.get(steps[0]), steps[1:])
        else:
            yield value


def _fits(rule: Rule, part: dict[str, Any], whole: Any) -> bool:
    return all(_text(part, path, whole) in wanted for path, wanted in rule.when.items())


def _text(part: Any, path: str, whole: Any) -> str:
    value = at(part, path, whole)
    return _TRUTH[value] if isinstance(value, bool) else first_at(part, [path], whole)


def _of(rule: Rule, column: str, part: Any, whole: Any) -> str | None:
    for path in rule.columns.get(column, ()):
        told = [first_at(part, [one], whole) for one in path.split("+")]
        if all(told):
            return ":".join(told)
    return None


def _draft(platform: Platform, rule: Rule, part: Any, whole: Any, arrival: Arrival) -> Draft:
    number, moment = (_of(rule, column, part, whole) for column in ("id", "time"))
    if number is None:
        wanted = next(iter(rule.columns.get("id", ("id",))))
        raise WrongField(wanted, "is missing.", "Send what the platform tells, whole.")
    phone = _of(rule, "phone", part, whole)
    if phone and platform.phone_prefix and phone.isdecimal():
        phone = platform.phone_prefix + phone
    received_us = arrival.received_us
    value = _of(rule, "value", part, whole)
    return Draft(
        kind="track",
        event_id=f"{platform.name}:{rule.name}:{number}",
        name=rule.name,
        occurred_us=occurred(_micros(moment), received_us, "time") if moment else received_us,
        received_us=received_us,
        source=platform.name,
        user_id=_of(rule, "person", part, whole),
        account_id=_of(rule, "account_id", part, whole),
        email=_of(rule, "email", part, whole),
        phone=phone,
        order_id=_of(rule, "order_id", part, whole),
        value=value,
        currency=_of(rule, "currency", part, whole),
        properties=msgspec.json.encode(_properties(rule, part, whole)),
        given={"channel": platform.channel} if platform.channel else None,
    )


def _properties(rule: Rule, part: Any, whole: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: _text(part, path, whole) for name, path in rule.properties.items()
    }
    if rule.items:
        lines = at(part, rule.items)
        told["items"] = [
            {name: text for name, path in rule.item.items() if (text := first_at(line, [path]))}
            for line in (lines if isinstance(lines, list) else ())
        ]
    return {name: value for name, value in told.items() if value not in ("", [])}


def _micros(moment: str) -> int:
    """ISO 8601, or a number of seconds or milliseconds."""
    try:
        if moment.replace(".", "", 1).isdecimal():
            return micros(float(moment))
        return micros(datetime.fromisoformat(moment))
    except ValueError as error:
        raise WrongField("time", f"is no moment: {moment[:60]}.", "Send ISO 8601.") from error


def _platform(name: str, table: dict[str, Any]) -> Platform:
    common = table.get("columns", {})
    return Platform(
        name,
        tuple(rule_of(rule, common) for rule in table["events"]),
        table.get("channel", ""),
        table.get("phone_prefix", ""),
        table.get("lasting", False),
        table.get("signature"),
    )


def rule_of(table: Mapping[str, Any], common: Mapping[str, Any]) -> Rule:
    """A rule from its table; `common` are columns of every rule of the platform."""
    columns = {
        column: tuple(paths)
        for column in _COLUMNS
        if (paths := table.get(column) or common.get(column))
    }
    return Rule(
        table["name"],
        table.get("each", ""),
        {path: tuple(wanted) for path, wanted in table.get("when", {}).items()},
        columns,
        table.get("properties", {}),
        table.get("items", ""),
        table.get("item", {}),
    )
