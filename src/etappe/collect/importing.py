"""Importing: files become mapped batches that go to a sink. Read `run_import` from top to bottom."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from etappe.base.errors import BadInput, StorageFault
from etappe.collect.advertising import import_advertising, plan_advertising
from etappe.collect.logs.reading import open_logs
from etappe.collect.mapping import FileMapping, with_options
from etappe.collect.mapping_file import read_mapping
from etappe.collect.options import ImportOptions
from etappe.collect.pipeline import Progress, Work, bring_in
from etappe.collect.planning import Planned, plan_events
from etappe.collect.preview import ImportPreview, preview
from etappe.collect.report import ImportReport
from etappe.collect.sink import Sink
from etappe.collect.source import Source
from etappe.collect.sources import open_select, open_source
from etappe.collect.survey import Survey, survey
from etappe.collect.times import check_zone
from etappe.store.files import FileEngine


def run_import(
    files: Sequence[Path],
    mapping: FileMapping | None,
    sink: Sink,
    progress: Progress,
    options: ImportOptions,
) -> ImportReport:
    """Bring files in, each as an import of its own. What a broken-off import brought in is not brought again.

    Args:
        files: what to read. All are looked at before the first row goes in.
        mapping: what is known about the columns; None: `options.mapping` is read, or all is guessed.
        sink: takes the batches: the store, or a running server.
        progress: called after each batch with rows done, rows in all (None if not known) and bytes of the file.
        options: the flags.

    Raises:
        BadInput: a file, a flag or the mapping does not fit; nothing of that file went in.
        StorageFault: disk or memory ran out; whole batches are in, and repeating goes on from there.
    """
    with closing(_works(files, _told(mapping, options), options)) as works:
        if options.kind == "advertising":
            return import_advertising(works, sink)
        return ImportReport(tuple(bring_in(work, sink, progress) for work in works))


def plan_import(
    files: Sequence[Path], mapping: FileMapping | None, options: ImportOptions
) -> ImportPreview:
    """What `run_import` would do, with the first rows as events; nothing goes in (--dry-run)."""
    options = replace(options, dry_run=True)
    with closing(_works(files, _told(mapping, options), options)) as works:
        return ImportPreview(tuple(preview(w.source, w.planned, w.engine, w.temp) for w in works))


def _told(mapping: FileMapping | None, options: ImportOptions) -> FileMapping:
    if mapping is None and options.mapping:
        mapping = read_mapping(options.mapping)
    return with_options(mapping, options)


def _surveyed(files: Sequence[Path], mapping: FileMapping) -> list[Survey]:
    if not files:
        raise BadInput("No file was named.", next_step="etappe import FILE …")
    return [survey(path, mapping.format, mapping.encoding) for path in files]


@contextmanager
def _workshop(mapping: FileMapping, options: ImportOptions) -> Iterator[tuple[FileEngine, Path]]:
    """A temporary folder and an engine that reads zone-less times in the mapping's zone."""
    zone = check_zone(mapping.timezone or "UTC") if options.kind == "events" else "UTC"
    try:
        with (
            TemporaryDirectory(prefix="etappe-import-") as folder,
            FileEngine(Path(folder), zone=zone, memory_mb=options.memory_mb) as engine,
        ):
            yield engine, Path(folder)
    except OSError as error:
        raise StorageFault(
            f"The temporary folder cannot be used: {error.strerror or error}.",
            next_step="Free some space there, or name another with TMPDIR.",
        ) from error


def _works(
    files: Sequence[Path], mapping: FileMapping, options: ImportOptions
) -> Generator[Work, None, None]:
    """Each source with its plan. All files are surveyed first, then opened one after the other."""
    found = _surveyed(files, mapping)
    rows = 1_000 if options.dry_run else options.batch_rows
    with _workshop(mapping, options) as (engine, temp):
        logs = [one for one in found if one.format == "combined"]
        if logs:
            for source, planned in open_logs(logs, mapping, options, temp, rows):
                yield Work(source, planned, engine, temp, options.rejects_dir)
        if mapping.select:
            opened = iter([open_select(found, mapping, engine, temp, rows)])
        else:
            rest = (one for one in found if one.format != "combined")
            opened = (open_source(one, mapping, engine, temp, rows) for one in rest)
        for source in opened:
            yield Work(
                source, _planned(source, mapping, options), engine, temp, options.rejects_dir
            )


def _planned(source: Source, mapping: FileMapping, options: ImportOptions) -> Planned:
    if options.kind == "advertising":
        return plan_advertising(source, mapping, options)
    rows = source.sample.rows_of
    return plan_events(
        replace(mapping, rows=(rows,) if rows else ()),
        source.sample,
        str(source.path),
        source.digest,
        dedupe=options.dedupe,
        default_currency=options.default_currency,
    )
