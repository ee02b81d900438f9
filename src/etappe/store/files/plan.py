"""The plan: what a row of a file becomes, as values. `mapping_sql` turns it into one SELECT."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EpochUnit = Literal["s", "ms", "us", "ns"]
PropertyKind = Literal["text", "number", "boolean", "json"]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How a moment is read: a typed column, a count since 1970, or text in one of some formats."""

    field: str
    kind: Literal["typed", "epoch", "text"] = "text"
    unit: EpochUnit = "s"
    formats: tuple[str, ...] = ()
    """strptime patterns in the order in which they are tried."""
    iso: bool = True
    """Whether ISO 8601, with or without zone, is tried last."""
    zone: str = "UTC"
    """The zone of moments that carry none."""


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """How an amount is read, and its currency: one for all (`currency`) or a field of the row."""

    field: str
    currency: str = ""
    currency_field: str = ""
    decimal: Literal[".", ","] = "."
    times: str = ""
    """A field to multiply by (a quantity), if the amount is the price of one piece."""
    minor: bool = False
    """The amount counts minor units (cents) already."""


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """One entry of the properties: its name, the field it comes from and its JSON type."""

    name: str
    field: str
    kind: PropertyKind = "text"


@dataclass(frozen=True, slots=True)
class EventRule:
    """One event that a row makes."""

    time: TimeRule
    name: str = ""
    name_field: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """The file's word for an event → the event's name."""
    money: MoneyRule | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    """Event column → field, for the columns that are plain text."""
    nobody: tuple[str, ...] = ()
    """Words in the user_id field that stand for no one."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Event column → the same word for all rows."""
    page: str = ""
    """A field that holds a page address; it is split into host, path, campaign and click id."""
    only_if: str = ""
    """A field that must hold something (not empty, 0 or false), else the row makes no such event."""
    each: str = ""
    """A nested array: one event for each of its elements."""
    optional: bool = False
    """Without a time the row makes no such event, and that is no fault of the row."""
    properties: tuple[PropertyRule, ...] | None = None
    """None, for JSON alone: everything that is mapped nowhere, as it stands."""
    dropped: tuple[str, ...] = ()
    """Fields that JSON rows lose before the rest becomes properties."""


@dataclass(frozen=True, slots=True)
class EventPlan:
    """Everything needed to turn a file's rows into event rows."""

    events: tuple[EventRule, ...]
    id_prefix: str
    """Begins every made event id: a hash of file and mapping."""
    rows: str = ""
    """A nested array whose elements are the rows (a session's events)."""
    id_field: str = ""
    dedupe: bool = False
    currency_digits: Mapping[str, int] = field(default_factory=dict)
    """Known currencies (ISO 4217) and their decimal places."""
