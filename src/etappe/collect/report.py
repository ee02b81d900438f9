"""Report: what came of an import, as a value, as JSON for the store and as text for a terminal."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file."""

    name: str
    rows: int = 0
    """Rows read, the rejected ones included."""
    events: int = 0
    """Events that went in."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reason → rows."""
    rejects_file: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Reason → rows that are no events by rule: bots, assets, rows of which the mapping wants none."""
    repeated: int = 0
    """Exact copies of another row of the file: they went in, unless with --dedupe."""
    dropped: int = 0
    """Equal rows dropped with --dedupe."""
    known: int = 0
    """Events whose id was there already."""
    resumed_at: int = 0
    """Rows that an earlier, broken-off import had brought in."""
    already: bool = False
    """The file was in before, with the same mapping: nothing was done."""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What a person would not want and should act on."""

    def to_json(self) -> str:
        """As the store keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of all files."""

    files: tuple[FileReport, ...]
    advertising_days: int = 0

    @property
    def events(self) -> int:
        """Events that went in."""
        return sum(file.events for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that did not."""
        return sum(sum(file.rejected.values()) for file in self.files)


def report_value(report: ImportReport) -> dict[str, object]:
    """The report as plain values, with the totals and every file's warnings beside the files (--json)."""
    return {
        "events": report.events,
        "rejected": report.rejected,
        "advertising_days": report.advertising_days,
        "warnings": list(dict.fromkeys(w for file in report.files for w in file.warnings)),
        "files": [asdict(file) for file in report.files],
    }


def report_text(report: ImportReport) -> str:
    """The report for a terminal: a few lines a file."""
    lines = [line for file in report.files for line in _file_lines(file, report.advertising_days)]
    if len(report.files) > 1:
        lines.append(f"Together: {report.events:,} events from {len(report.files)} files.")
    return "\n".join(lines)


def _file_lines(file: FileReport, days: int) -> list[str]:
    if file.already:
        return [f"{file.name}: already imported; nothing was done."]
    kind = f"{days:,} advertising figures" if days else f"{file.events:,} events"
    lines = [f"{file.name}: {kind} from {file.rows:,} rows."]
    if file.resumed_at:
        lines.append(f"  went on after row {file.resumed_at:,}, where an earlier import broke off")
    if file.rejected:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in file.rejected.items())
        lines.append(
            f"  {sum(file.rejected.values()):,} rows rejected ({reasons}): see {file.rejects_file}"
        )
    for reason, count in file.left_out.items():
        lines.append(f"  {count:,} left out: {reason}")
    if file.dropped:
        lines.append(f"  {file.dropped:,} rows dropped: equal to another (--dedupe)")
    elif file.repeated:
        lines.append(
            f"  {file.repeated:,} rows are exact copies of another and were kept (--dedupe drops them)"
        )
    if file.known:
        lines.append(f"  {file.known:,} events were there already, by their id")
    lines += [f"  {note}" for note in file.notes]
    return lines + [f"  Warning: {warning}" for warning in file.warnings]
