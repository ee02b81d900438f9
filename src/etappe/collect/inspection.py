"""Inspection: everything that a page shows of a file before it goes in, also where the mapping does not fit yet."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from etappe.base.errors import BadInput, EtappeError
from etappe.collect.columns.choosing import GUESSED
from etappe.collect.columns.guessing import guess
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.planning import Choice, Planned
from etappe.collect.columns.recognising import recognise
from etappe.collect.columns.sample import Sample
from etappe.collect.files.dialect import find_dialect
from etappe.collect.files.first_look import first_look
from etappe.collect.files.survey import Survey
from etappe.collect.opening import Opened, opened, planned_of
from etappe.collect.options import ImportOptions
from etappe.collect.preview import preview
from etappe.collect.wish import IGNORED, PROPERTY, Defaults, Wish, mapping_of, options_of

_ROWS, _SAMPLES = 20, 3
_CELL = 200


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column of the file: what it holds, what it is taken for, and whether that is a guess."""

    name: str
    role: str
    guessed: bool
    words: str
    """How it is read: the form of a time, the decimal mark of an amount."""
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the file cannot go in as it is mapped now, and what to do about it."""

    code: str
    detail: str
    next_step: str
    field: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it would be read now. With `trouble` there are no events yet, but the columns are there."""

    words: str
    """What was recognised: 'CSV, semicolon, 7 columns, Windows-1252'."""
    format: str
    delimiter: str
    encoding: str
    zipped: bool
    rows: int | None
    digest: str
    mapping: str
    """The fingerprint of the mapping: the same file with the same one is the same import."""
    template: str
    """The ready mapping in use: as wished, else the one that the columns give away."""
    columns: tuple[ColumnSeen, ...]
    first_rows: tuple[tuple[str | None, ...], ...]
    """The first rows as they stand in the file, in the order of `columns`."""
    event_name: str
    """The event that every row is, when no column says it: 'purchase', 'page_view'."""
    zone: str
    zone_needed: bool
    """The times carry no zone, so `zone` decides what they mean."""
    currency: str
    """The currency of all amounts; "" if a column says it, or if it is not known."""
    currency_needed: bool
    event_columns: tuple[str, ...] = ()
    events: tuple[tuple[str | None, ...], ...] = ()
    notes: tuple[str, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reasons among the first thousand rows."""
    trouble: Trouble | None = None


def inspect(path: Path, wish: Wish, shop: Defaults, keep: Path) -> Inspection:
    """Look at a file as `wish` says. Raises BadInput for a file that cannot be read at all.

    Args:
        path: the file.
        wish: what was chosen; a template is recognised if nothing is.
        shop: currency and zone where neither file nor wish says one.
        keep: where the first look at the file is remembered.
    """
    options = replace(options_of(wish, shop, Path()), dry_run=True, first_look=keep)
    mapping = mapping_of(wish, shop)
    found = first_look(path, mapping, keep)
    with closing(opened([path], mapping, options)) as files:
        one = next(files)
        template = (
            ""
            if one.planned or wish.columns or wish.kind == "advertising"
            else recognise(one.source.sample)
        )
        if not template or wish.template:
            return _inspected(one, found, mapping, options, wish)
    return inspect(path, replace(wish, template=template), shop, keep)


def _inspected(
    one: Opened, found: Survey, mapping: FileMapping, options: ImportOptions, wish: Wish
) -> Inspection:
    trouble, planned = None, None
    try:
        planned = planned_of(one, mapping, options)
    except EtappeError as error:
        trouble = Trouble(error.code, error.message, error.next_step, error.field)
    sample = one.source.sample
    advertising = wish.kind == "advertising"
    waiting = "" if advertising else _waiting_for_currency(planned, sample, mapping)
    columns = _columns(sample, mapping, planned, wish, waiting)
    seen = Inspection(
        words=one.source.words,
        format=found.format,
        delimiter=_delimiter(found, mapping),
        encoding=found.encoding,
        zipped=found.zipped,
        rows=one.source.rows,
        digest=one.source.digest,
        mapping=planned.mapping if planned else "",
        template=wish.template,
        columns=columns,
        first_rows=tuple(tuple(_cut(cell) for cell in row) for row in sample.rows[:_ROWS]),
        event_name=_constant_name(planned),
        zone=mapping.timezone or "UTC",
        zone_needed=planned is not None and _zone_needed(planned, sample),
        currency=_currency(planned),
        currency_needed=bool(waiting) or (trouble is not None and trouble.field == "currency"),
        trouble=trouble,
    )
    return _with_events(seen, one, planned) if planned else seen


def _with_events(seen: Inspection, one: Opened, planned: Planned) -> Inspection:
    try:
        shown = preview(one.source, planned, one.engine, one.temp, _ROWS)
    except BadInput as error:
        return replace(
            seen, trouble=Trouble(error.code, error.message, error.next_step, error.field)
        )
    return replace(
        seen,
        event_columns=shown.columns,
        events=shown.events,
        notes=(*planned.warnings, *shown.notes),
        rejected=shown.rejected,
    )


def _columns(
    sample: Sample, mapping: FileMapping, planned: Planned | None, wish: Wish, waiting: str
) -> tuple[ColumnSeen, ...]:
    chosen = _chosen(planned) if planned else _first_guesses(sample, wish)
    if waiting:
        chosen[waiting] = Choice("value", waiting, guessed=True)
    kept = set(mapping.properties.values()) if mapping.properties is not None else None
    seen = []
    for name in sample.columns:
        dropped = name in mapping.drop or (kept is not None and name not in kept)
        rest = Choice(wish.columns.get(name) or (IGNORED if dropped else PROPERTY), name)
        choice = chosen.get(name, rest)
        samples = tuple(dict.fromkeys(_cut(value) or "" for value in sample.values(name)))
        seen.append(ColumnSeen(name, choice.key, choice.guessed, choice.words, samples[:_SAMPLES]))
    return tuple(seen)


def _chosen(planned: Planned) -> dict[str, Choice]:
    chosen = {choice.column: choice for choice in planned.choices}
    for event in planned.plan.events:
        field = event.money.currency_field if event.money else ""
        if field and field not in chosen:
            chosen[field] = Choice("currency", field, guessed=True)
    return chosen


def _first_guesses(sample: Sample, wish: Wish) -> dict[str, Choice]:
    """What can be guessed though the whole does not fit: a start for who mends it."""
    chosen: dict[str, Choice] = {}
    if wish.columns or wish.kind == "advertising":
        return chosen
    for key in GUESSED:
        if column := guess(key, sample, [*chosen]):
            chosen[column] = Choice(key, column, guessed=True)
    return chosen


def _delimiter(found: Survey, mapping: FileMapping) -> str:
    if found.format != "csv":
        return ""
    return find_dialect(found, mapping.delimiter, mapping.quote, mapping.skip).delimiter


def _constant_name(planned: Planned | None) -> str:
    names = {event.name for event in planned.plan.events} if planned else set()
    return names.pop() if len(names) == 1 else ""


def _zone_needed(planned: Planned, sample: Sample) -> bool:
    for event in planned.plan.events:
        rule = event.time
        zoned = any("%z" in form for form in rule.formats)
        values = sample.values(rule.field)
        written = bool(values) and values[0].rstrip().endswith(("Z", "UTC"))
        stored = sample.types.get(rule.field, "VARCHAR")
        if rule.kind == "text" and not zoned and not written:
            return True
        if rule.kind == "typed" and "TIME ZONE" not in stored:
            return True
    return False


def _currency(planned: Planned | None) -> str:
    rules = [event.money for event in planned.plan.events if event.money] if planned else []
    return next((rule.currency for rule in rules if rule.currency), "")


def _waiting_for_currency(planned: Planned | None, sample: Sample, mapping: FileMapping) -> str:
    """The column that looks like amounts and is none yet, for nothing says in which currency."""
    if not planned or not mapping.guess or any(event.money for event in planned.plan.events):
        return ""
    return guess("value", sample, [choice.column for choice in planned.choices])


def _cut(value: str | None) -> str | None:
    return value if value is None or len(value) <= _CELL else value[: _CELL - 1] + "…"
