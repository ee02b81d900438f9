"""Wish: how somebody who clicks wants a file read. The command line says the same by flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from etappe.base.errors import BadInput
from etappe.collect.columns.mapping import KEYS, MAY_MISS, FileMapping
from etappe.collect.columns.mapping_file import read_mapping, ready_mappings
from etappe.collect.options import FileFormat, ImportOptions

PROPERTY, IGNORED = "property", "ignored"
ADVERTISING_ROLES = (
    "day", "source", "medium", "channel", "campaign", "impressions", "clicks", "cost", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen; what is empty is guessed. `columns`: column of the file → its role.

    A role is a key of a mapping file ('time', 'person', 'order_id', …), of advertising a figure ('day', 'cost',
    …), else 'property' or 'ignored'. A column whose role was said is never guessed to be something else.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    """A ready mapping by its name; then `columns` must be empty."""
    kind: Literal["events", "advertising"] = "events"
    timezone: str = ""
    time_format: str = ""
    currency: str = ""
    """A code of ISO 4217."""
    source: str = ""
    format: FileFormat = ""
    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    dedupe: bool = False
    again: bool = False
    """Let the file in though it is in already with another mapping."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the shop says where neither file nor wish does. "" for none."""

    currency: str = ""
    zone: str = ""


def mapping_of(wish: Wish, shop: Defaults = Defaults()) -> FileMapping:
    """The mapping that a wish stands for. Raises BadInput for an unknown template, role or encoding."""
    _check(wish)
    told = read_mapping(wish.template) if wish.template else FileMapping(guess=not wish.columns)
    roles = {
        role: (column,) for column, role in wish.columns.items() if role not in (PROPERTY, IGNORED)
    }
    ignored = tuple(column for column, role in wish.columns.items() if role == IGNORED)
    return replace(
        told,
        columns={**told.columns, **roles},
        drop=(*told.drop, *ignored, MAY_MISS) if ignored else told.drop,
        settled=tuple(wish.columns),
        # The times of a shop system's own export are in the zone that its mapping knows.
        timezone=wish.timezone or told.timezone or ("" if told.known_by else shop.zone),
        time_format=wish.time_format or told.time_format,
        currency=wish.currency.upper() or told.currency,
        source=wish.source or told.source,
        format=wish.format or told.format,
        delimiter=wish.delimiter or told.delimiter,
        encoding=wish.encoding or told.encoding,
        decimal=wish.decimal or told.decimal,
    )


def options_of(wish: Wish, shop: Defaults, rejects_dir: Path) -> ImportOptions:
    """The options beside the mapping."""
    return ImportOptions(
        kind=wish.kind,
        dedupe=wish.dedupe,
        default_currency=shop.currency,
        rejects_dir=rejects_dir,
    )


def _check(wish: Wish) -> None:
    # A template is looked up among the ready ones: a wish comes over the network and may name no file.
    if wish.template and wish.template not in ready_mappings():
        raise _unknown("template", wish.template, ready_mappings())
    if wish.template and wish.columns:
        raise BadInput(
            f"columns: the template {wish.template!r} says already what each column is.",
            next_step="Leave out one of the two.",
            field="columns",
        )
    known = (*(KEYS if wish.kind == "events" else ADVERTISING_ROLES), PROPERTY, IGNORED)
    taken: dict[str, str] = {}
    for column, role in wish.columns.items():
        if role not in known:
            raise _unknown("columns", role, known)
        if role not in (PROPERTY, IGNORED) and taken.setdefault(role, column) != column:
            raise BadInput(
                f"columns: both {taken[role]!r} and {column!r} are to be the {role}.",
                next_step="Choose one of them.",
                field=role,
            )
    if wish.encoding:
        try:
            "".encode(wish.encoding)
        except LookupError as error:
            raise BadInput(
                f"encoding: {wish.encoding!r} is not known.",
                next_step="Known: utf-8, cp1252, utf-16.",
                field="encoding",
            ) from error


def _unknown(name: str, value: str, known: tuple[str, ...]) -> BadInput:
    return BadInput(
        f"{name}: {value!r} is not known.", next_step=f"Known: {', '.join(known)}.", field=name
    )
