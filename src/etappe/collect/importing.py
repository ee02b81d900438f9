"""Importing: files become mapped batches that go to a sink. Read `run_import` from top to bottom."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from etappe.collect.advertising import import_advertising
from etappe.collect.carrying import Progress, Work, bring_in
from etappe.collect.columns.mapping import FileMapping, with_options
from etappe.collect.columns.mapping_file import read_mapping
from etappe.collect.opening import opened, planned_of
from etappe.collect.options import ImportOptions
from etappe.collect.preview import ImportPreview, preview
from etappe.collect.report import ImportReport
from etappe.collect.sink import Sink


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


def _works(
    files: Sequence[Path], mapping: FileMapping, options: ImportOptions
) -> Generator[Work, None, None]:
    """Each source with its plan."""
    with closing(opened(files, mapping, options)) as sources:
        for one in sources:
            planned = planned_of(one, mapping, options)
            yield Work(
                one.source, planned, one.engine, one.temp, options.rejects_dir, options.on_reject
            )
