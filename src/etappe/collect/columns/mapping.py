"""Mapping: what somebody says about a file's columns, from flags, a TOML file or a ready mapping."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from etappe.base.errors import BadInput
from etappe.collect.options import ImportOptions
from etappe.events.row import EVENT_COLUMNS

Alternatives = tuple[str, ...]
"""Column names of which the first that the file has is taken; the file may have none if "" is last."""

MAY_MISS = ""

FORMATS = ("", "csv", "tsv", "jsonl", "json", "parquet", "combined")

SPECIAL = ("time", "event", "person", "id", "page", "quantity")
"""Keys of [columns] that are no event columns themselves."""
ALIASES = {"occurred_at": "time", "name": "event", "user_id": "person", "event_id": "id"}
ROW_KEYS = tuple(c.name for c in EVENT_COLUMNS if c.name not in {"properties", *ALIASES})
KEYS = (*SPECIAL, *ROW_KEYS)


@dataclass(frozen=True, slots=True)
class EventMapping:
    """One event of a row: its own columns go before those of the whole mapping."""

    name: str = ""
    columns: Mapping[str, Alternatives] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    only_if: Alternatives = ()
    each: str = ""
    optional: bool = True


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Everything a mapping file may say; see docs/guide/import.md. Empty: to be found out."""

    name: str = ""
    format: str = ""
    delimiter: str = ""
    quote: str = ""
    encoding: str = ""
    decimal: str = ""
    skip: int = 0
    select: str = ""
    rows: Alternatives = ()
    timezone: str = ""
    time_format: str = ""
    currency: str = ""
    minor: bool = False
    source: str = ""
    sequence: str = ""
    columns: Mapping[str, Alternatives] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    events: tuple[EventMapping, ...] = ()
    properties: Mapping[str, str] | None = None
    """Property → field; None: everything that is mapped nowhere."""
    drop: Alternatives = ()
    nobody: tuple[str, ...] = ()
    """Words in the person column that stand for no one: '0' for guests, say."""
    log_rules: Mapping[str, Any] = field(default_factory=dict)
    """Access logs: `rules`, `assets`, `ignore` and `ready_rules`, as in collect/data/log_rules.toml."""
    settled: tuple[str, ...] = ()
    """Columns whose part somebody has decided: no guess takes them."""
    known_by: tuple[str, ...] = ()
    """Ready mappings: columns that together only such a file has; by them it is recognised. 'a|b': one of both."""
    guess: bool = True
    """Whether columns that nobody named may be guessed; time, event and person always may."""


def with_options(mapping: FileMapping | None, options: ImportOptions) -> FileMapping:
    """The mapping with the flags laid over it. Without either, everything is guessed."""
    flags = options.named_columns()
    told = mapping or FileMapping(guess=not flags)
    form = options.format or told.format
    if form not in FORMATS:
        raise BadInput(
            f"--format {form!r} is not known.",
            next_step=f"Known: {', '.join(filter(None, FORMATS))}; or leave it out.",
            field="format",
        )
    return replace(
        told,
        format="csv" if form == "tsv" else form,
        timezone=options.timezone or told.timezone,
        time_format=options.time_format or told.time_format,
        source=options.source or told.source,
        sequence=options.sequence or told.sequence,
        currency=options.currency or told.currency,
        columns={**told.columns, **{key: (column,) for key, column in flags.items()}},
    )
