"""Staging: a group of batches becomes the view `staged`, one clean typed row an event, in batch order."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from etappe.base.clock import now_us, to_us
from etappe.base.errors import BadInput
from etappe.base.money import currency_digits, digits_of
from etappe.store.events.accounts import EMAIL_DOMAIN
from etappe.store.events.batch import TYPES, Batch, Columns, check_names, concatenated
from etappe.store.events.database import first, sql
from etappe.store.events.hashing import HASHED, Hashing, hashed_in_sql
from etappe.store.events.parting import part_arrived

EARLIEST = to_us(datetime(1, 1, 1, tzinfo=UTC))
LATEST = to_us(datetime(9999, 12, 31, tzinfo=UTC))
"""Moments an event may have, in microseconds."""
SPACE = " \t\n\r"
"""What may stand before a JSON text."""
LAST_COMMA = r",\s*[}\]]"
"""Where a comma may stand behind the last entry: the database takes that for JSON, nobody else does."""

CLEANED = {
    "value": "{name}::BIGINT",
    "bot": "{name}::BOOLEAN",
    "email_verified": "{name}::BOOLEAN",
    "properties": (
        "CASE WHEN regexp_matches({name}::VARCHAR, '" + LAST_COMMA.replace("}", "}}") + "') "
        "AND json_valid({name}::VARCHAR) THEN json({name}::VARCHAR)::VARCHAR "
        "ELSE nullif({name}::VARCHAR, '') END"
    ),
}
"""How a given column is cleaned; every other one but the hashed ones is a word, and an empty word is none."""
_WORD = "nullif({name}::VARCHAR, '')"
NO_WORDS = ("occurred_at", "bot", "email_verified")
"""Columns that `staged` has in another form: as microseconds, or in `flags`."""

REFERRER_HOST = (
    "nullif(lower(regexp_extract({name}, "
    "'^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:]+)', 1)), '')"
)
"""The host that a referrer names, in SQL."""

DERIVED = {
    "referrer_host": ("referrer", REFERRER_HOST),
    "email_domain": ("email", EMAIL_DOMAIN),
}
"""Columns that are made of a given one, as the long way makes them: name → (of which, in SQL)."""

_RULES = {
    "event_id": ("event_id is empty.", "Give every event an id of its own."),
    "name": ("name is empty.", "Give every event a name."),
    "occurred_at": (
        "occurred_at is empty or outside the years 1 to 9999.",
        "Give every event its time in UTC.",
    ),
    "received_at": (
        "received_at is outside the years 1 to 9999.",
        "Leave it out: the clock says it.",
    ),
    "currency": ("value has no currency.", "Name the currency of the amount, for example EUR."),
    "unknown_currency": ("currency is not a code of ISO 4217.", "Known: EUR, CHF, USD …"),
    "properties": (
        "properties is not a JSON object.",
        'Write an object as text: {"size": "L"}.',
    ),
}


def stage(
    connection: Connection, batches: Sequence[Batch], hashing: Hashing, *, originals: bool = False
) -> frozenset[str]:
    """Make the view `staged` of all rows of the batches; returns which columns they brought.

    With `originals` the table `arrived` has columns `email_sent`, `phone_sent` and `personal` besides, to be sealed.
    A Parquet file is a group of its own. Columns nobody brought are constants in the view: they cost nothing.
    """
    source = batches[0].source
    given = {"salt": hashing.salt, "now_us": now_us()}
    if isinstance(source, Path):
        types = _parquet_types(connection, source)
        given |= {"path": str(source)}
        _arrive(connection, "0", "read_parquet($path)", types, given, hashing.country, originals)
    else:
        columns: Columns = concatenated(batches)
        types = {name: "" for name in columns if name != "part"}
        types |= {name: "BIGINT" for name in ("occurred_at", "received_at") if name in columns}
        connection.register("arriving", columns)
        try:
            _arrive(connection, "part", "arriving", types, given, hashing.country, originals)
        finally:
            connection.unregister("arriving")
    if originals:
        part_arrived(connection, frozenset(types))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {_view(types)}")
    return frozenset([*types, *_derived(types)])


def check(connection: Connection, parts: int) -> list[int]:
    """Hold the staged rows against the rules; rows of the future per part. Raises BadInput at the first fault."""
    rules = {
        "earliest": EARLIEST,
        "latest": LATEST,
        "currencies": list(currency_digits()),
        "space": SPACE,
    }
    future = [0] * parts
    result = connection.execute(sql("check_staged"), rules)
    fields = [column[0] for column in result.description or ()]
    for row in result.fetchall():
        found = dict(zip(fields, row, strict=True))
        for field in _RULES:
            if found[field] is not None:
                raise _broken(connection, field, found[field], found["first_row"])
        future[found["part"]] = found["future"]
    return future


def _arrive(
    connection: Connection,
    part: str,
    source: str,
    types: dict[str, str],
    given: dict[str, object],
    country: str,
    originals: bool,
) -> None:
    columns = [f"{part}::INTEGER AS part", f"{_micros('occurred_at', types)} AS occurred_us"]
    received = f"{_micros('received_at', types)}, " if "received_at" in types else ""
    columns.append(f"coalesce({received}$now_us) AS received_us")
    cleaned = CLEANED | {kind: hashed_in_sql(kind, country) for kind in HASHED}
    for name in types:
        if name in TYPES and name != "occurred_at":
            columns.append(f"{cleaned.get(name, _WORD).format(name=name)} AS {name}")
    if originals:
        sent = [name for name in HASHED if name in types]
        columns += [f"nullif({name}::VARCHAR, '') AS {name}_sent" for name in sent]
    derived = _derived(types).items()
    columns += [f"{expression} AS {name}" for name, expression in derived]
    query = f"CREATE OR REPLACE TEMP TABLE arrived AS SELECT {', '.join(columns)} FROM {source}"
    used = {name: value for name, value in given.items() if f"${name}" in query}
    connection.execute(query, used)


def _derived(brought: Collection[str]) -> dict[str, str]:
    """What can be made of the columns that are there: name → expression."""
    return {
        name: expression.format(name=given)
        for name, (given, expression) in DERIVED.items()
        if given in brought
    }


def _micros(name: str, types: dict[str, str]) -> str:
    if types[name] in ("BIGINT", "INTEGER"):
        return f"{name}::BIGINT"
    # epoch_us of a time with zone needs no session time zone; everything else must be a timestamp.
    return f"epoch_us({name if types[name].startswith('TIMESTAMP') else f'{name}::TIMESTAMP'})"


def _view(brought: Collection[str]) -> str:
    words = [name for name in (*TYPES, *DERIVED) if name not in NO_WORDS]
    there = {*brought, *_derived(brought)}
    columns = [
        name if name in there else f"NULL::{TYPES.get(name, 'VARCHAR')} AS {name}" for name in words
    ]
    flags = ["CASE WHEN occurred_us > received_us + 86400000000 THEN 4 ELSE 0 END"]
    flags += ["CASE WHEN staff IS NULL THEN 0 ELSE 1 END"] if "staff" in there else []
    flags += ["CASE WHEN bot THEN 2 ELSE 0 END"] if "bot" in there else []
    flags += ["CASE WHEN email_verified THEN 8 ELSE 0 END"] if "email_verified" in there else []
    return (
        "SELECT rowid AS place, part, occurred_us, received_us, "
        f"{', '.join(columns)}, ({' + '.join(flags)})::UTINYINT AS flags FROM arrived"
    )


def _parquet_types(connection: Connection, path: Path) -> dict[str, str]:
    if not path.is_file():
        raise BadInput(f"{path}: there is no such batch file.", next_step="Name a Parquet file.")
    described = connection.execute(
        "DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}
    )
    types = {row[0]: row[1] for row in described.fetchall()}
    check_names(tuple(types))
    return types


def _broken(connection: Connection, field: str, place: int, first_row: int) -> BadInput:
    row = place - first_row + 1
    if field == "unknown_currency":
        query = "SELECT currency FROM staged WHERE place = $place"
        try:
            digits_of(first(connection, query, {"place": place})[0])
        except BadInput as error:
            return BadInput(
                f"Row {row}: {error.message}", next_step=error.next_step, field="currency"
            )
    message, next_step = _RULES[field]
    return BadInput(f"Row {row}: {message}", next_step=next_step, field=field)
