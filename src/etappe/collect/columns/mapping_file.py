"""Mapping files: TOML that says what a file's columns are; docs/guide/import.md describes the format."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from etappe.base.errors import BadInput, NotFound
from etappe.collect.columns.mapping import (
    ALIASES,
    KEYS,
    MAY_MISS,
    ROW_KEYS,
    Alternatives,
    EventMapping,
    FileMapping,
)

_LOG_KEYS = ("rules", "assets", "ignore", "ready_rules")
_RULE_KEYS = ("name", "only_if", "each", "optional", "constants")
_TEXT_KEYS = (
    "format", "delimiter", "quote", "encoding", "decimal", "select", "timezone", "time_format", "currency",
    "source", "sequence",
)  # fmt: skip


def read_mapping(name: str) -> FileMapping:
    """Read a TOML file, or one of the ready mappings by its name. Raises BadInput naming the place."""
    path = Path(name)
    ready = ready_mappings()
    if name in ready:
        text, place = (
            files("etappe.collect").joinpath("data", "mappings", name + ".toml").read_text("utf-8"),
            name,
        )
    elif path.is_file():
        text, place = path.read_text("utf-8"), str(path)
    else:
        raise NotFound(
            f"--mapping {name}: there is no such file and no such mapping.",
            next_step=f"Known: {', '.join(ready)}; or give the path of a TOML file.",
            field="mapping",
        )
    try:
        return parse_mapping(tomllib.loads(text), place)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            f"{place}: not valid TOML: {error}.", next_step="Mend that line.", field="mapping"
        ) from error


@cache
def ready_mappings() -> tuple[str, ...]:
    """The names of the mappings that Etappe brings along."""
    folder = files("etappe.collect").joinpath("data", "mappings")
    return tuple(
        sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


def parse_mapping(table: dict[str, Any], place: str) -> FileMapping:
    """A mapping from its TOML table. Raises BadInput for a key it does not know."""
    rest = dict(table)
    told: dict[str, Any] = {"name": place, "guess": False}
    for key in _TEXT_KEYS:
        if key in rest:
            told[key] = _text(rest.pop(key), key, place)
    for key, kind in (("skip", int), ("minor", bool), ("guess", bool)):
        if key in rest:
            told[key] = _typed(rest.pop(key), kind, key, place)
    for key, may_miss in (("rows", True), ("drop", True), ("nobody", False), ("known_by", False)):
        if key in rest:
            listed = _alternatives(rest.pop(key), key, place)
            told[key] = listed if may_miss else tuple(filter(None, listed))
    if "properties" in rest:
        wanted = rest.pop("properties")
        everything: dict[str, dict[str, str] | None] = {"all": None, "none": {}}
        told["properties"] = (
            everything[str(wanted)] if wanted in ("all", "none") else _properties(wanted, place)
        )
    told["columns"] = _columns(rest.pop("columns", {}), f"{place} [columns]")
    told["constants"] = _constants(rest.pop("constants", {}), f"{place} [constants]")
    told["names"] = {str(old): str(new) for old, new in rest.pop("names", {}).items()}
    told["events"] = tuple(_event(rule, f"{place} [[events]]") for rule in rest.pop("events", []))
    told["log_rules"] = {key: rest.pop(key) for key in _LOG_KEYS if key in rest}
    for key in rest:
        raise _unknown(
            key,
            place,
            (*told, *_TEXT_KEYS, "skip", "minor", "rows", "drop", "nobody", "properties"),
        )
    return FileMapping(**told)


def _event(table: dict[str, Any], place: str) -> EventMapping:
    rest = dict(table)
    rule: dict[str, Any] = {key: rest.pop(key) for key in _RULE_KEYS if key in rest}
    if "only_if" in rule:
        rule["only_if"] = _alternatives(rule["only_if"], "only_if", place)
    rule["constants"] = _constants(rule.get("constants", {}), place)
    return EventMapping(columns=_columns(rest, place), **rule)


def _columns(table: Mapping[str, Any], place: str) -> dict[str, Alternatives]:
    columns = {}
    for key, value in table.items():
        known = ALIASES.get(key, key)
        if known not in KEYS:
            raise _unknown(key, place, KEYS)
        columns[known] = _alternatives(value, key, place)
    return columns


def _constants(table: Mapping[str, Any], place: str) -> dict[str, str]:
    for key in table:
        if key not in ROW_KEYS:
            raise _unknown(key, place, ROW_KEYS)
    return {key: str(value) for key, value in table.items()}


def _alternatives(value: object, key: str, place: str) -> Alternatives:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return (*value, MAY_MISS)
    raise BadInput(
        f"{place}: {key} must be a name or a list of names.",
        next_step=f'Write {key} = "column".',
        field=key,
    )


def _properties(value: object, place: str) -> Mapping[str, str]:
    """Property → field: a table as it is; a list of fields is called by their last part."""
    if isinstance(value, dict):
        return {str(name): str(column) for name, column in value.items()}
    names = [name for name in _alternatives(value, "properties", place) if name]
    return {name.rstrip("]").replace("[", ".").rsplit(".", 1)[-1]: name for name in names}


def _text(value: object, key: str, place: str) -> str:
    return str(_typed(value, str, key, place))


def _typed(value: object, kind: type, key: str, place: str) -> object:
    if not isinstance(value, kind):
        raise BadInput(
            f"{place}: {key} is {value!r}, not {kind.__name__}.",
            next_step="Mend that line.",
            field=key,
        )
    return value


def _unknown(key: str, place: str, known: tuple[str, ...]) -> BadInput:
    near = get_close_matches(key, known, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return BadInput(
        f"{place}: unknown key {key!r}.",
        next_step=f"{meant}Known: {', '.join(dict.fromkeys(known))}.",
        field=key,
    )
