"""Carrying: one thread cuts and maps a file's pieces, another hands the batches to the sink."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from etappe.base.errors import BadInput, StorageFault
from etappe.collect.ahead import ahead
from etappe.collect.columns.planning import Planned
from etappe.collect.files.source import Source, SourcePiece
from etappe.collect.rejects import Rejects
from etappe.collect.report import FileReport
from etappe.collect.sink import Sink
from etappe.store.files import FileEngine, MappedPiece

Progress = Callable[[int, int | None, int], None]
_NO_EVENT = "rows of which the mapping wants no event"


@dataclass(frozen=True, slots=True)
class Work:
    """One file to bring in: opened, planned, and the places it may use."""

    source: Source
    planned: Planned
    engine: FileEngine
    temp: Path
    rejects_dir: Path
    on_reject: Callable[[], None] | None = None

    def rejects(self) -> Rejects:
        """Where the rows go that become no event."""
        columns = tuple(self.source.types) or ("row",)
        return Rejects(self.rejects_dir, self.source.name, columns, self.on_reject)


@dataclass(frozen=True, slots=True)
class _Batch:
    piece: SourcePiece
    mapped: MappedPiece


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    events: int = 0
    known: int = 0
    dropped: int = 0
    without_event: int = 0


def bring_in(work: Work, sink: Sink, progress: Progress) -> FileReport:
    """Bring one file in, or the rest of it. The first piece is mapped before anything is begun, so that
    a file that does not fit leaves no trace. Raises BadInput if no row of it becomes an event."""
    source = work.source
    try:
        with work.rejects() as rejects:
            batches = _mapped(work, source.pieces())
            first = next(batches, None)
            if first is None:
                raise BadInput(f"{source.path}: has no rows.", next_step="Export it again.")
            _check_first(first, source)
            state = sink.begin(source.name, source.digest, work.planned.mapping, source.rows)
            if state.finished:
                return FileReport(source.name, already=True, warnings=work.planned.warnings)
            tally = _Tally()
            for batch in ahead(chain([first], batches)):
                _take(batch, state.id, state.rows_done, sink, rejects, tally)
                share = batch.piece.done / source.rows if source.rows else 0.0
                progress(batch.piece.done, source.rows, int(source.size * min(share, 1.0)))
            report = _report(work, tally, rejects, state.rows_done)
            sink.finish(state.id, report.to_json())
            return report
    except OSError as error:
        raise StorageFault(
            f"{source.path}: a temporary file could not be written: {error.strerror or error}.",
            next_step="Free some space (TMPDIR names the place) and repeat the command; it goes on where it stopped.",
        ) from error


def _mapped(work: Work, pieces: Iterator[SourcePiece]) -> Iterator[_Batch]:
    for number, piece in enumerate(pieces):
        out = work.temp / f"batch-{number}.parquet"
        yield _Batch(
            piece, work.engine.map_piece(piece.relation, work.source.types, work.planned.plan, out)
        )


def _check_first(first: _Batch, source: Source) -> None:
    """If the whole first piece was rejected, the file is not what the mapping takes it for."""
    rejected = [f"line {first.piece.line_of(r.row)}: {r.reason}" for r in first.mapped.rejected[:3]]
    malformed = [f"line {m.line}: {m.reason}" for m in first.piece.malformed[:3]]
    if first.mapped.events or first.mapped.repeated or not (rejected or malformed):
        return
    raise BadInput(
        f"{source.path}: no row could be read: {'; '.join([*rejected, *malformed][:3])}.",
        next_step="Look with --dry-run at how the file is read, and name columns or forms by flags.",
    )


def _take(
    batch: _Batch, import_id: int, rows_done: int, sink: Sink, rejects: Rejects, tally: _Tally
) -> None:
    piece, mapped = batch.piece, batch.mapped
    if piece.done > rows_done or not piece.rows:
        found: list[tuple[int, str, Sequence[str | None]]] = []
        found += [(bad.line, bad.reason, [bad.raw]) for bad in piece.malformed]
        found += [(piece.line_of(row.row), row.reason, row.values) for row in mapped.rejected]
        for line, reason, values in sorted(found, key=lambda one: one[0]):
            rejects.add(line, reason, values)
        tally.rows += piece.rows + len(piece.malformed)
        tally.dropped += mapped.repeated
        tally.without_event += piece.rows - mapped.rows_used
        receipt = sink.append(mapped.path, import_id, piece.done)
        tally.events += receipt.rows
        tally.known += receipt.duplicates
    mapped.path.unlink(missing_ok=True)


def _report(work: Work, tally: _Tally, rejects: Rejects, resumed_at: int) -> FileReport:
    left_out = {_NO_EVENT: tally.without_event} if tally.without_event > 0 else {}
    report = FileReport(
        work.source.name,
        tally.rows,
        tally.events,
        dict(Counter(rejects.reasons).most_common()),
        str(rejects.written or ""),
        left_out,
        work.engine.take_repeated_rows(),
        tally.dropped,
        tally.known,
        resumed_at,
        notes=work.planned.notes,
        warnings=work.planned.warnings,
    )
    return replace(report, left_out={**left_out, **work.source.left_out()})
