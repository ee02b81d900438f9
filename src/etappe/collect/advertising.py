"""Advertising: figures of campaigns by day. They never become touches; a day imported again replaces itself."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from etappe.base.errors import BadInput
from etappe.base.money import currency_digits
from etappe.collect.carrying import Work
from etappe.collect.columns.choosing import Choices, chosen_columns
from etappe.collect.columns.guessing import guess
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.money import money_rule
from etappe.collect.columns.planning import Choice, Planned
from etappe.collect.columns.times import read_time
from etappe.collect.files.source import Source
from etappe.collect.options import ImportOptions
from etappe.collect.rejects import Rejects
from etappe.collect.report import FileReport, ImportReport
from etappe.collect.sink import Sink
from etappe.store.events import AdvertisingDay
from etappe.store.files import EventPlan, EventRule, ParquetRows, PropertyRule

_FIGURES = ("impressions", "clicks")
_WORDS = {
    "source": "utm_source",
    "medium": "utm_medium",
    "channel": "channel",
    "campaign": "utm_campaign",
}
_TOLD_AS = {
    "day": ("time",), "source": ("utm_source", "source"), "medium": ("utm_medium",), "channel": ("channel",),
    "campaign": ("utm_campaign",), "cost": ("value",), "currency": ("currency",),
}  # fmt: skip


def import_advertising(works: Iterable[Work], sink: Sink) -> ImportReport:
    """Read all files, then put all their days in at once. Rows of one file with the same day, source,
    medium, channel and campaign are added up. Raises BadInput if a file has no row that can be read."""
    days: dict[tuple[date, str, str, str, str], AdvertisingDay] = {}
    reports = []
    for work in works:
        source = work.source
        with work.rejects() as rejects:
            rows = list(_days(work, rejects))
            if not rows:
                rejects.discard()
                raise _nothing(source, rejects)
            days |= _added_up(rows)
        total = len(rows) + rejects.total
        reasons, place = dict(rejects.reasons), str(rejects.written or "")
        reports.append(FileReport(source.name, total, 0, reasons, place))
    return ImportReport(tuple(reports), sink.put_advertising(list(days.values())))


def _nothing(source: Source, rejects: Rejects) -> BadInput:
    return BadInput(
        f"{source.path}: no row could be read: {'; '.join(rejects.examples)}.",
        next_step="The columns are day, source, medium or channel, campaign, impressions, clicks, cost, currency.",
    )


def plan_advertising(source: Source, mapping: FileMapping, options: ImportOptions) -> Planned:
    """Which column is which figure. Raises BadInput if no column says the day, or a cost no currency."""
    sample, place = source.sample, str(source.path)
    columns: dict[str, str] = {}
    guessed: set[str] = set()
    for key in ("day", *_WORDS, *_FIGURES, "cost", "currency"):
        names = [name for name in (key, *_TOLD_AS.get(key, ())) if name in mapping.columns]
        columns[key] = chosen_columns(names[0], mapping.columns, sample, place) if names else ""
        if not columns[key]:
            columns[key] = guess(key, sample, [*columns.values(), *mapping.settled], "advertising")
            guessed.add(key)
    day = columns["day"]
    if not day:
        raise BadInput(
            f"{place}: no column was found that says the day.",
            next_step=f"Name it with --time. Columns: {', '.join(sample.columns[:20])}.",
            field="time",
        )
    type_ = sample.types.get(day, "VARCHAR")
    # Always UTC: a day is a day, whatever zone the rest of the shop is in.
    time = read_time(
        day, sample.values(day), type_, "UTC", mapping.time_format, sample.decimal == ","
    )
    money = {"value": columns["cost"]} if columns["cost"] else {}
    money |= {"currency": columns["currency"]} if columns["currency"] and money else {}
    read = money_rule(mapping, Choices(money), sample, options.default_currency, place)
    event = EventRule(
        time.rule,
        "advertising",
        money=read.rule,
        text={column: columns[key] for key, column in _WORDS.items() if columns[key]},
        properties=tuple(PropertyRule(key, columns[key]) for key in _FIGURES if columns[key]),
    )
    shown = [
        Choice(key, name, time.words if key == "day" else "", key in guessed)
        for key, name in columns.items()
        if name
    ]
    plan = EventPlan((event,), "advertising", currency_digits=currency_digits())
    return Planned(plan, tuple(shown), tuple(filter(None, [read.note])))


def _days(work: Work, rejects: Rejects) -> Iterator[AdvertisingDay]:
    out = work.temp / "days.parquet"
    for piece in work.source.pieces():
        mapped = work.engine.map_piece(piece.relation, work.source.types, work.planned.plan, out)
        for bad in piece.malformed:
            rejects.add(bad.line, bad.reason, [bad.raw])
        for row in mapped.rejected:
            rejects.add(piece.line_of(row.row), row.reason, row.values)
        names = [column.name for column in work.engine.columns(out)]
        for values in work.engine.rows_as_text(ParquetRows(out, 0, mapped.events)):
            yield _day(dict(zip(names, values, strict=True)))


def _day(row: dict[str, str | None]) -> AdvertisingDay:
    figures = json.loads(row.get("properties") or "{}")
    return AdvertisingDay(
        date.fromisoformat((row["occurred_at"] or "")[:10]),
        row.get("utm_source") or "",
        row.get("utm_medium") or "",
        row.get("channel") or "",
        row.get("utm_campaign") or "",
        _count(figures.get("impressions")),
        _count(figures.get("clicks")),
        int(row.get("value") or 0),
        row.get("currency") or "",
    )


def _count(text: str | None) -> int:
    """A whole number however its thousands are written; '1.234' and '1,234' are both 1234."""
    digits = (
        re.sub(r"[.,]0+$", "", text or "")
        if re.fullmatch(r"\d+[.,]0{1,2}", text or "")
        else text or ""
    )
    return int(re.sub(r"\D", "", digits) or 0)


def _added_up(
    rows: Sequence[AdvertisingDay],
) -> dict[tuple[date, str, str, str, str], AdvertisingDay]:
    days: dict[tuple[date, str, str, str, str], AdvertisingDay] = {}
    for row in rows:
        key = (row.day, row.source, row.medium, row.channel, row.campaign)
        if key in days:
            old = days[key]
            row = replace(
                row,
                impressions=old.impressions + row.impressions,
                clicks=old.clicks + row.clicks,
                cost=old.cost + row.cost,
            )
        days[key] = row
    return days
