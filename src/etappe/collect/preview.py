"""Preview: what an import would do, as a value, and as text for a terminal (--dry-run)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etappe.collect.columns.planning import Choice, Planned
from etappe.collect.files.source import Source
from etappe.store.files import FileEngine, ParquetRows

_SHOWN_ROWS = 5
_CELL = 32


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file: how it is read, which column is what, and its first events."""

    name: str
    words: str
    rows: int | None
    choices: tuple[Choice, ...]
    properties: tuple[str, ...] | None
    """None: everything that is mapped nowhere (JSON)."""
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    events: tuple[tuple[str | None, ...], ...]
    """The first events, each value as text, in the order of `columns`."""
    warnings: tuple[str, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reasons among the first rows."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """All files of a dry run."""

    files: tuple[FilePreview, ...]


def preview(
    source: Source, planned: Planned, engine: FileEngine, temp: Path, shown: int = _SHOWN_ROWS
) -> FilePreview:
    """Map the first piece of a source and look at the result; `shown`: how many events."""
    out = temp / "preview.parquet"
    piece = next(source.pieces())
    mapped = engine.map_piece(piece.relation, source.types, planned.plan, out)
    engine.take_repeated_rows()
    columns = tuple(column.name for column in engine.columns(out))
    events = engine.rows_as_text(ParquetRows(out, 0, shown)) if mapped.events else []
    reasons = Counter(row.reason for row in mapped.rejected) + Counter(
        bad.reason for bad in piece.malformed
    )
    rules = [rule.properties for rule in planned.plan.events]
    names = (
        None
        if None in rules
        else tuple(dict.fromkeys(p.name for rule in rules for p in rule or ()))
    )
    return FilePreview(
        source.name,
        source.words,
        source.rows,
        planned.choices,
        names,
        planned.notes,
        columns,
        tuple(events),
        planned.warnings,
        dict(reasons.most_common(5)),
    )


def preview_text(shown: ImportPreview) -> str:
    """The preview for a terminal."""
    return "\n\n".join("\n".join(_lines(file)) for file in shown.files)


def _lines(file: FilePreview) -> list[str]:
    rows = f", about {file.rows:,} rows" if file.rows else ""
    lines = [f"{file.name}: {file.words}{rows}"]
    width = max(len(choice.key) for choice in file.choices) if file.choices else 0
    for choice in file.choices:
        words = f" ({choice.words})" if choice.words else ""
        lines.append(
            f"  {choice.key:<{width}}  {choice.column}{words}{'   guessed' if choice.guessed else ''}"
        )
    if file.properties is None:
        lines.append("  Everything else becomes properties.")
    elif file.properties:
        lines.append(f"  Properties: {', '.join(file.properties)}")
    lines += [f"  Note: {note}" for note in file.notes]
    lines += [f"  Warning: {warning}" for warning in file.warnings]
    for reason, count in file.rejected.items():
        lines.append(f"  Would be rejected among the first rows: {count:,} × {reason}")
    return [*lines, "", *_table(file)]


def _table(file: FilePreview) -> list[str]:
    shown = [
        at
        for at, name in enumerate(file.columns)
        if name != "event_id" and any(row[at] for row in file.events)
    ]
    rows = [[file.columns[at] for at in shown]]
    rows += [[_cell(row[at]) for at in shown] for row in file.events]
    widths = [max(len(row[at]) for row in rows) for at in range(len(shown))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cell(value: str | None) -> str:
    text = (value or "").replace("\n", " ")
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
