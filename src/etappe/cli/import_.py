"""etappe import: files are read and mapped here, with the user's own rights; batches go to the shop."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, cast

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from etappe.app.directory import DataDirectory
from etappe.cli.accounts_import import bring_accounts
from etappe.cli.door import Door, door
from etappe.cli.options import DEFAULT_SHOP, Json, Place, data_directory
from etappe.cli.spread import spread
from etappe.collect.importing import plan_import, run_import
from etappe.collect.options import FileFormat, ImportOptions
from etappe.collect.preview import ImportPreview, preview_text
from etappe.collect.report import ImportReport, report_text, report_value

app = typer.Typer(add_completion=False)
COLUMNS, FORM, HOW = "Columns", "Form of the file", "How"


def _column(flag: str, help_: str) -> typer.models.OptionInfo:
    return cast(
        typer.models.OptionInfo,
        typer.Option(flag, metavar="COL", help=help_, rich_help_panel=COLUMNS),
    )


@app.command("import")
@spread
def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV, CSV.gz, JSONL, Parquet, access logs.")],
    person: Annotated[str, _column("--person", "Who did it: the shop's customer key.")] = "",
    event: Annotated[str, _column("--event", "What happened.")] = "",
    time: Annotated[str, _column("--time", "When.")] = "",
    id: Annotated[str, _column("--id", "The event's own id; else one is made from the row.")] = "",
    sequence: Annotated[str, _column("--sequence", "Order of rows with equal times.")] = "",
    visit: Annotated[str, _column("--visit", "The source's own visit.")] = "",
    channel: Annotated[str, _column("--channel", "A channel the source names itself.")] = "",
    value: Annotated[str, _column("--value", "Money, in major units.")] = "",
    currency: Annotated[
        str,
        typer.Option(
            metavar="CODE|COL", help="ISO 4217 code, or a column.", rich_help_panel=COLUMNS
        ),
    ] = "",
    order: Annotated[str, _column("--order", "The order's id.")] = "",
    product: Annotated[str, _column("--product", "The product's id.")] = "",
    account: Annotated[str, _column("--account", "The company.")] = "",
    email: Annotated[str, _column("--email", "E-mail address; only its salted hash is kept.")] = "",
    mapping: Annotated[
        str,
        typer.Option(
            metavar="FILE.toml",
            help="A mapping file, or a ready one by name.",
            rich_help_panel=FORM,
        ),
    ] = "",
    format: Annotated[
        str, typer.Option(help="csv, jsonl, parquet or combined; recognised.", rich_help_panel=FORM)
    ] = "",
    timezone: Annotated[
        str,
        typer.Option(
            metavar="ZONE", help="Zone of times without one (default UTC).", rich_help_panel=FORM
        ),
    ] = "",
    time_format: Annotated[
        str, typer.Option(metavar="F", help="strptime pattern of the times.", rich_help_panel=FORM)
    ] = "",
    kind: Annotated[
        Literal["events", "advertising", "accounts"],
        typer.Option(help="What the file holds.", rich_help_panel=FORM),
    ] = "events",
    source: Annotated[
        str, typer.Option(metavar="NAME", help="Where it comes from.", rich_help_panel=HOW)
    ] = "",
    dedupe: Annotated[
        bool, typer.Option("--dedupe", help="Drop rows equal in every column.", rich_help_panel=HOW)
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Show the mapping and the first rows; keep nothing.",
            rich_help_panel=HOW,
        ),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="The file is in with another mapping; let it in once more.",
            rich_help_panel=HOW,
        ),
    ] = False,
    keep_visitor_key: Annotated[
        bool,
        typer.Option(
            "--keep-visitor-key",
            help="Access logs: know visitors again next time.",
            rich_help_panel=HOW,
        ),
    ] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Bring in a file. Columns not named are guessed (see them with --dry-run); the rest become properties."""
    place = replace(place, shop=place.shop or DEFAULT_SHOP)
    if kind == "accounts":
        bring_accounts(files, place, account, person, dry_run=dry_run, as_json=as_json)
        return
    options = ImportOptions(
        person=person, event=event, time=time, id=id, sequence=sequence, visit=visit, channel=channel,
        value=value, currency=currency, order=order, product=product, account=account, email=email,
        mapping=mapping, format=cast(FileFormat, format), timezone=timezone, time_format=time_format,
        kind=kind, source=source, dedupe=dedupe, dry_run=dry_run, keep_visitor_key=keep_visitor_key,
        folder=DataDirectory(data_directory(place.data)).shop(place.shop), wait=place.wait,
    )  # fmt: skip
    if dry_run:
        shown = look_at(files, options, place)
        _print(shown if as_json else preview_text(shown))
    else:
        report = bring_in(files, options, place, again)
        _print(report_value(report) if as_json else report_text(report))


def look_at(files: Sequence[Path], options: ImportOptions, place: Place) -> ImportPreview:
    """What an import would do; the shop, if it is there, tells its currency."""
    if _exists(options):
        with door(place) as way:
            options = _with_currency(options, way)
    return plan_import(files, None, options)


def bring_in(
    files: Sequence[Path], options: ImportOptions, place: Place, again: bool
) -> ImportReport:
    """Import the files."""
    if not _exists(options):
        # Look at the files before a shop is made for them: a misspelt flag must leave nothing behind.
        plan_import(files, None, options)
    with door(place, create=True) as way, _bar() as progress:
        options = _with_currency(options, way)
        return run_import(files, None, way.intake(again=again), progress, options)


def _exists(options: ImportOptions) -> bool:
    return options.folder is not None and options.folder.is_dir()


def _with_currency(options: ImportOptions, way: Door) -> ImportOptions:
    return replace(options, default_currency=way.read("settings")["currency"] or "")


def _print(told: object) -> None:
    typer.echo(told if isinstance(told, str) else msgspec.json.encode(told).decode())


class _Bar:
    """Shows rows done, the rate and the time left, on a terminal only."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None, rows=0)

    def __call__(self, done: int, total: int | None, _: int) -> None:
        task = self._progress.tasks[self._task]
        rate = done / task.elapsed if task.elapsed else 0
        text = f"{done:,} rows · {rate:,.0f}/s"
        self._progress.update(self._task, completed=done, total=total, description=text)


@contextmanager
def _bar() -> Iterator[_Bar]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        yield _Bar(progress)
