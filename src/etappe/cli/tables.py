"""Answers as tables for the terminal; the figures are those of the JSON."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

_MOST_ROWS = 60


def flow_table(value: dict[str, Any]) -> RenderableType:
    """The most frequent steps from one name to the next."""
    table = _table("from", "to", "#times", "#persons", "#typically")
    for edge in value["edges"][:_MOST_ROWS]:
        seconds = _span(edge["median_seconds"])
        table.add_row(edge["from"], edge["to"], _n(edge["count"]), _n(edge["persons"]), seconds)
    return table


def funnel_table(value: dict[str, Any]) -> RenderableType:
    """One row a step; one table for each value of --by below."""
    groups = value.get("groups") or []
    tables = [_funnel(value, "")]
    tables += [_funnel(group, f"{value['by']}: {group['value']}") for group in groups]
    if value["course"]:
        tables.append(_course(value))
    if value["comparison"]:
        tables.append(_comparison(value["comparison"]))
    return Group(*tables)


def _course(value: dict[str, Any]) -> Table:
    """One row a day, week or month; a column for each value of --by."""
    groups = [group["value"] for group in value["groups"]]
    names = [step["name"] for step in value["steps"]]
    table = _table(
        "from", "to", *(f"#{name}" for name in names), "#share", *(f"#{g}" for g in groups)
    )
    for part in value["course"]:
        shares = [part["share_of_first"], *(group["share_of_first"] for group in part["groups"])]
        counts = (_n(count) for count in part["steps"])
        table.add_row(part["from"], part["to"], *counts, *(_percent(share) for share in shares))
    return table


def _comparison(value: dict[str, Any]) -> Table:
    """One row a group: the last step's share now and then, and what is missing."""
    names = ("", "#now", "#before", "#difference", "#95 % interval", "", "#missing", "#money")
    table = _table(*names)
    for change in (value["whole"], *value["groups"]):
        last = change["steps"][-1]
        low, high = last["interval"] or (None, None)
        table.add_row(
            change["label"]["en"] or "all",
            _percent(last["share"]),
            _percent(last["share_before"]),
            _percent(last["difference"]),
            f"{_percent(low)} to {_percent(high)}",
            last["words"]["en"] if last["words"] else "",
            _n(None if change["missing"] is None else round(change["missing"])),
            _n(change["missing_value"]),
        )
    return table


def _funnel(value: dict[str, Any], title: str) -> Table:
    table = _table("step", "#reached", "#of first", "#of previous", "#typically after")
    table.title = title or None
    table.title_justify = "left"
    for step in value["steps"]:
        table.add_row(
            step["name"],
            _n(step["persons"]),
            _percent(step["share_of_first"]),
            _percent(step["share_of_previous"]),
            _span(step["median_seconds_from_previous"]),
        )
    return table


def paths_table(value: dict[str, Any]) -> RenderableType:
    """One row a course."""
    table = _table("path", "#times", "#share", "#conversions", "#value")
    for path in value["paths"][:_MOST_ROWS]:
        table.add_row(
            " → ".join(path["path"]),
            _n(path["count"]),
            _percent(path["share"]),
            _n(path["conversions"]),
            _n(path["value"]),
        )
    other = value["other"]
    table.add_row("(other)", _n(other["count"]), _percent(other["share"]), "", "")
    return table


def stages_table(value: dict[str, Any]) -> RenderableType:
    """One row a stage."""
    table = _table("stage", "#persons", "#here now", "#touches", "#typically", "#end here")
    for stage in value["stages"]:
        table.add_row(
            stage["label"]["en"],
            _n(stage["persons"]),
            _n(stage["now"]),
            _n(stage["touches"]),
            _span(stage["median_seconds"]),
            _n(stage.get("stops")),
        )
    return table


def kpis_table(value: dict[str, Any]) -> RenderableType:
    """The figures one below the other, then the sources."""
    figures = _table("figure", "#value")
    for name, figure in value.items():
        if isinstance(figure, int | float) and not isinstance(figure, bool):
            figures.add_row(name.replace("_", " "), _figure(name, figure))
    sources = _table("channel", "#visits", "#persons", "#conversions", "#value")
    for source in value["sources"]:
        sources.add_row(
            source["channel"],
            _n(source["visits"]),
            _n(source["persons"]),
            _n(source["conversions"]),
            _n(source["value"]),
        )
    return Group(figures, sources)


def findings_table(value: dict[str, Any]) -> RenderableType:
    """One row a finding, with the question that shows it."""
    table = _table("finding", "said", "ask")
    for finding in value["findings"]:
        table.add_row(finding["key"], finding["said"]["en"], _asked(finding))
    return table


def coverage_table(value: dict[str, Any]) -> RenderableType:
    """One row a reason, after those that were seen."""
    table = _table("", "#orders", "#share", "#value")
    seen = _n(value["seen"]), _percent(value["coverage"]), _n(value["value_seen"])
    table.add_row("way seen", *seen)
    for row in value["reasons"]:
        table.add_row(
            row["label"]["en"], _n(row["orders"]), _percent(row["share"]), _n(row["value"])
        )
    return table


def _asked(finding: dict[str, Any]) -> str:
    """The command that shows a finding."""
    params = dict(finding["params"])
    words = ["etappe", finding["analysis"], *params.pop("steps", [])]
    return " ".join((*words, *(f"--{name} {text}" for name, text in params.items())))


def searches_table(value: dict[str, Any]) -> RenderableType:
    """One row a term."""
    figures = ("searches", "without_hits", "persons", "accounts", "exits", "ordered")
    table = _table("term", *(f"#{name.replace('_', ' ')}" for name in figures))
    for row in value["terms"]:
        table.add_row(row["term"], *(_n(row[name]) for name in figures))
    return table


def calendar_table(value: dict[str, Any]) -> RenderableType:
    """One row a day, week or month."""
    table = _table("from", "to", "#touches", "#visits", "#orders")
    for part in value["parts"]:
        figures = (_n(part[name]) for name in ("touches", "visits", "orders"))
        table.add_row(part["from"], part["to"], *figures)
    return table


def events_table(rows: list[dict[str, Any]]) -> RenderableType:
    """One row an event."""
    table = _table("when (UTC)", "what", "touchpoint", "channel", "#visit", "#journey", "#value")
    for row in rows:
        table.add_row(
            row["occurred_at"][:19].replace("T", " "),
            row["name"],
            row["touchpoint"],
            row["channel"],
            _n(row["visit"]),
            _n(row["journey"]),
            _n(row["value"]),
        )
    return table


def _table(*names: str) -> Table:
    """A table; names that begin with # are figures, right-aligned."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name.lstrip("#"), justify="right" if name.startswith("#") else "left")
    return table


def _n(value: float | str | None) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


_SHARES = ("rate", "share", "abandonment", "coverage", "naive", "journeys", "persons")


def _figure(name: str, value: float) -> str:
    """Rates as per cent, durations in their unit, counts whole, money with its cents."""
    is_share = isinstance(value, float) and 0 <= value <= 1 and name.endswith(_SHARES)
    if is_share or name.endswith(("_rate", "abandonment", "coverage")):
        return _percent(value)
    if "seconds" in name:
        return _span(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    size, unit = next(((s, u) for s, u in _UNITS if seconds >= s), _UNITS[-1])
    return f"{seconds / size:.1f} {unit}"
