"""Reading: log files in the order of their time; each line an event, left out with a reason, or rejected."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b, sha256
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from etappe.base.errors import BadInput
from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.planning import Planned, plan_events
from etappe.collect.columns.sample import Sample
from etappe.collect.files.csv_repair import Malformed
from etappe.collect.files.source import Source, SourcePiece
from etappe.collect.files.survey import Survey
from etappe.collect.files.text import utf8_blocks
from etappe.collect.logs.agents import Agent, read_agent
from etappe.collect.logs.line import LogLine, parse_line, without_addresses
from etappe.collect.logs.rules import LogRules, read_request, read_rules
from etappe.collect.logs.visitors import visitor, visitor_key
from etappe.collect.options import ImportOptions
from etappe.store.files import CsvRows

COLUMNS = (
    "time", "event", "user", "visitor", "page", "host", "referrer", "device", "browser", "product", "search_term", "line_id",
)  # fmt: skip
_MAPPED = {
    "time": "time", "event": "event", "person": "user", "anonymous_id": "visitor", "page": "page", "host": "host",
    "referrer": "referrer", "device": "device", "browser": "browser", "product_id": "product",
}  # fmt: skip
_UNTOLD = Agent("", "", bot=False)
_METHODS = frozenset({"GET", "POST"})
_SAMPLE_LINES = 3000

Row = tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    """Turns lines into rows and counts what it leaves out."""

    key: bytes
    rules: LogRules
    own_host: str
    left_out: Counter[str] = field(default_factory=Counter)

    def row(self, text: str) -> Row | str | None:
        """The row of a line; a text says why it is rejected, None that it was left out and counted."""
        line = parse_line(text)
        if line is None:
            return "not a line of an access log"
        reason = _no_page(line)
        agent = _UNTOLD if line.agent is None else read_agent(line.agent)
        request = read_request(line.method, line.target, self.rules)
        reason = reason or ("bots" if agent.bot else "") or request.left_out
        if reason:
            self.left_out[reason] += 1
            return None
        who = (line.session,) if line.session else (line.address, line.agent or "")
        host = line.host or self.own_host
        page = (
            line.target if "://" in line.target[:8] or not host else f"https://{host}{line.target}"
        )
        return (
            line.time, request.event, line.user, visitor(self.key, *who), page, host, _outside(line.referrer, host),
            agent.device, agent.browser, request.product, request.term,
            blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest(),
        )  # fmt: skip


def open_logs(
    found: Sequence[Survey],
    mapping: FileMapping,
    options: ImportOptions,
    temp: Path,
    batch_rows: int,
) -> Iterator[tuple[Source, Planned]]:
    """Each log file as a source with its plan, the earliest first. One key for all of them."""
    rules = read_rules(mapping.log_rules, mapping.name)
    folder = None if options.dry_run else options.folder
    with visitor_key(folder, options.keep_visitor_key) as key:
        for one in sorted(found, key=_first_time):
            reader = _Reader(key, rules, mapping.constants.get("host", "") or _own_host(one))
            yield _source(one, reader, mapping, options, temp, batch_rows)


def _source(
    found: Survey,
    reader: _Reader,
    mapping: FileMapping,
    options: ImportOptions,
    temp: Path,
    batch_rows: int,
) -> tuple[Source, Planned]:
    lines = found.head.split("\n")[:_SAMPLE_LINES]
    rows = [row for line in lines if line and isinstance(row := reader.row(line), tuple)]
    reader.left_out.clear()
    sample = Sample(COLUMNS, tuple(rows), dict.fromkeys(COLUMNS, "VARCHAR"))
    digest = sha256((found.digest + reader.rules.fingerprint()).encode()).hexdigest()
    columns = {key: (column,) for key, column in _MAPPED.items()}
    if options.dedupe:
        columns["id"] = ("line_id",)
    plain = replace(
        mapping, columns=columns, drop=("line_id",), guess=False, format="", sequence="",
        source=mapping.source or "server", time_format="%d/%b/%Y:%H:%M:%S %z",
    )  # fmt: skip
    planned = plan_events(plain, sample, str(found.path), digest, dedupe=options.dedupe)

    def pieces() -> Iterator[SourcePiece]:
        reader.left_out.clear()
        return _pieces(found, reader, temp / "log.csv", batch_rows)

    words = f"access log{', gzip' if found.zipped else ''}"
    source = Source(
        found.path.name, found.path, digest, found.size, words, sample, None, pieces,
        lambda: dict(reader.left_out.most_common()),
    )  # fmt: skip
    return source, planned


def _pieces(found: Survey, reader: _Reader, path: Path, batch_rows: int) -> Iterator[SourcePiece]:
    first, numbers, malformed = 0, [], []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, line in enumerate(_lines(found), start=1):
        row = reader.row(line) if line.strip() else None
        if isinstance(row, str):
            malformed.append(Malformed(number, row, without_addresses(line)[:2000]))
        elif row:
            writer.writerow(row)
            numbers.append(number)
        if len(numbers) == batch_rows:
            yield _piece(path, out, first, numbers, malformed)
            first, numbers, malformed = first + len(numbers), [], []
            out.seek(0)
            out.truncate()
    if numbers or malformed or not first:
        yield _piece(path, out, first, numbers, malformed)


def _piece(
    path: Path, out: io.StringIO, first: int, numbers: list[int], malformed: list[Malformed]
) -> SourcePiece:
    path.write_bytes(out.getvalue().encode("utf-8", "replace"))
    relation = CsvRows(path, COLUMNS, ",", first)
    done = first + len(numbers)
    return SourcePiece(
        relation, len(numbers), done, np.array(numbers, np.int64), first, tuple(malformed)
    )


def _lines(found: Survey) -> Iterator[str]:
    carry = b""
    for block in utf8_blocks(found):
        lines = (carry + block).split(b"\n")
        carry = lines.pop()
        for line in lines:
            yield line.decode("utf-8", "replace")


def _no_page(line: LogLine) -> str:
    if line.method not in _METHODS:
        return "requests that are neither GET nor POST"
    if line.status >= 400:
        return "failed requests (status 400 and above)"
    if 300 <= line.status < 400 and line.status != 304 and line.method != "POST":
        return "redirects"
    return ""


def _outside(referrer: str, host: str) -> str:
    """The referrer, unless it is the shop itself."""
    came_from = _host(referrer)
    return "" if not came_from or came_from == host.removeprefix("www.") else referrer


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _own_host(found: Survey) -> str:
    """Where the log names no host: the one that most referrers name is the shop's own."""
    lines = [line for text in found.head.split("\n")[:_SAMPLE_LINES] if (line := parse_line(text))]
    hosts = Counter(host for line in lines if (host := _host(line.referrer)))
    if not hosts:
        return ""
    host, count = hosts.most_common(1)[0]
    return host if count > 0.3 * hosts.total() and count > 2 else ""


def _first_time(found: Survey) -> datetime:
    for text in found.head.split("\n")[:_SAMPLE_LINES]:
        if line := parse_line(text):
            return datetime.strptime(line.time, "%d/%b/%Y:%H:%M:%S %z")
    raise BadInput(
        f"{found.path}: no line of it is one of an access log: {found.head.splitlines()[0][:120]!r}.",
        next_step="Name the format with --format csv, jsonl or parquet.",
        field="format",
    )
