"""Opening: files are surveyed, then opened one after the other, each with the engine that reads it."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from etappe.base.errors import BadInput, StorageFault
from etappe.collect.advertising import plan_advertising
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.planning import Planned, plan_events
from etappe.collect.columns.times import check_zone
from etappe.collect.files.first_look import first_look
from etappe.collect.files.source import Source
from etappe.collect.files.sources import open_select, open_source
from etappe.collect.files.survey import Survey
from etappe.collect.logs.reading import open_logs
from etappe.collect.options import ImportOptions
from etappe.store.files import FileEngine


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is open for reading; `planned` only where its form alone says everything (access logs)."""

    source: Source
    engine: FileEngine
    temp: Path
    planned: Planned | None = None


def opened(
    files: Sequence[Path], mapping: FileMapping, options: ImportOptions
) -> Generator[Opened, None, None]:
    """Each file, open. All are surveyed before the first is opened. Raises BadInput for one that is none."""
    found = _surveyed(files, mapping, options)
    rows = 1_000 if options.dry_run else options.batch_rows
    with _workshop(mapping, options) as (engine, temp):
        logs = [one for one in found if one.format == "combined"]
        if logs:
            for source, planned in open_logs(logs, mapping, options, temp, rows):
                yield Opened(source, engine, temp, planned)
        if mapping.select:
            sources = iter([open_select(found, mapping, engine, temp, rows)])
        else:
            rest = (one for one in found if one.format != "combined")
            sources = (open_source(one, mapping, engine, temp, rows) for one in rest)
        for source in sources:
            yield Opened(source, engine, temp)


def planned_of(one: Opened, mapping: FileMapping, options: ImportOptions) -> Planned:
    """What the rows of an open file become. Raises BadInput that names the column that is missing or wrong."""
    if one.planned:
        return one.planned
    source = one.source
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


def _surveyed(files: Sequence[Path], mapping: FileMapping, options: ImportOptions) -> list[Survey]:
    if not files:
        raise BadInput("No file was named.", next_step="etappe import FILE …")
    return [first_look(path, mapping, options.first_look) for path in files]


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
