"""The direct way of columns into the file: words are numbered in memory, rows are written as numbers.

Nearly every group of batches goes it. What needs more than that — a file, a repeated id, a broken rule —
takes the long way through SQL (`staging`), which numbers words the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.base.clock import US_PER_DAY, now_us
from etappe.base.money import currency_digits
from etappe.store.events.accounts import EMAIL_DOMAIN, put_domains
from etappe.store.events.batch import RECEIVED, Columns
from etappe.store.events.coding import CodedColumn, Codes, coded
from etappe.store.events.database import first, sql
from etappe.store.events.dictionaries import KEY_COLUMNS, brought_dictionaries
from etappe.store.events.hashing import Hashing, hashed_in_sql
from etappe.store.events.known import KnownWords
from etappe.store.events.numbering import (
    Numbers,
    encode,
    encode_keys,
    encode_visits,
    given,
    strongest,
)
from etappe.store.events.originals import rows_to_seal
from etappe.store.events.parting import taken_out
from etappe.store.events.sealing import Vault, seal
from etappe.store.events.staging import EARLIEST, LAST_COMMA, LATEST, REFERRER_HOST, SPACE

_NUMBERS = ("occurred_at", RECEIVED, "value", "bot", "email_verified", "part", "event_id")

STRONGEST = ("user_id", "email", "phone", "anonymous_id", "order_id")
"""Of a row's keys the first of these is whose it is."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A group ready to be written: its columns as numbers, and the hashes of its ids."""

    columns: Mapping[str, CodedColumn]
    event_id: NDArray[Any]
    occurred_us: Codes
    received_us: Codes
    value: NDArray[Any]
    flags: NDArray[np.uint8]
    part: Codes
    properties: NDArray[Any]
    hashes: NDArray[np.uint64]
    originals: Mapping[str, CodedColumn]
    """What is to be sealed: e-mail addresses and phone numbers as sent, `personal` properties."""

    def __len__(self) -> int:
        return len(self.event_id)


def prepare(
    connection: Connection,
    columns: Columns,
    numbered: Mapping[str, CodedColumn],
    hashing: Hashing,
    vault: Vault | None,
) -> Direct | None:
    """The group as numbers; None if a row breaks a rule (the long way says which).

    `numbered` are the columns whose words the caller numbered; they are not in `columns`.
    """
    rows = len(columns["event_id"])
    received = (
        _moments(columns[RECEIVED], now_us()) if RECEIVED in columns else np.full(rows, now_us())
    )
    plain = {name: array for name, array in columns.items() if name not in _NUMBERS}
    words = {name: coded(column) for name, column in (plain | dict(numbered)).items()}
    if not _keeps_rules(connection, columns, words, received):
        return None
    if "email" in words and len(words["email"].words):
        words["email_domain"] = _said(connection, words["email"], EMAIL_DOMAIN.format(name="word"))
    originals = taken_out(connection, words) if vault else {}
    for name in ("email", "phone"):
        if name in words and len(words[name].words):
            expression = hashed_in_sql(name, hashing.country).format(name="word")
            words[name] = _said(connection, words[name], expression, hashing.salt)
    if "referrer" in words:
        words["referrer_host"] = _said(
            connection, words["referrer"], REFERRER_HOST.format(name="word")
        )
    occurred = _moments(columns["occurred_at"], 0)
    flags = 4 * (occurred > received + US_PER_DAY)
    if "staff" in words:
        flags = flags + (words["staff"].codes > 0)
    if "bot" in columns:
        flags = flags + 2 * np.ma.filled(columns["bot"], False).astype(np.int64)
    if "email_verified" in columns:
        flags = flags + 8 * np.ma.filled(columns["email_verified"], False).astype(np.int64)
    nothing = np.ma.MaskedArray(np.zeros(rows, np.int64), np.ones(rows, np.bool_))
    with given(connection, "ids", {"event_id": columns["event_id"]}):
        hashes = connection.execute("SELECT hash(event_id) AS id FROM ids").fetchnumpy()["id"]
    return Direct(
        columns=words, event_id=columns["event_id"], occurred_us=occurred, received_us=received,
        value=columns.get("value", nothing), flags=np.asarray(flags, np.uint8), part=columns["part"],
        properties=words["properties"].plain() if "properties" in words else np.full(rows, None, object),
        hashes=hashes, originals=originals,
    )  # fmt: skip


def write(
    connection: Connection, group: Direct, first_seq: int, vault: Vault | None, words: KnownWords
) -> None:
    """Number the words, insert the rows and seal originals, in the caller's transaction."""
    known, by = group.columns, Numbers(connection, words)
    numbers: dict[str, Codes] = {
        dictionary.table: encode(by, dictionary, known)
        for dictionary in brought_dictionaries(known.keys())
    }
    keys = encode_keys(by, known, first_seq, len(group))
    visits = encode_visits(by, known, keys, len(group))
    if "email_domain" in known:
        put_domains(connection, known, keys, numbers["domains"])
    _insert(connection, group, numbers, keys, visits, first_seq)
    if vault and any(len(column.words) for column in group.originals.values()):
        told = rows_to_seal(group.originals, keys, known.get("consent"), first_seq, vault)
        for originals in told:
            seal(connection, originals, vault)
    if "previous_id" in known:
        _insert_aliases(connection, group, keys, first_seq)
    if "account_id" in known and len(known["account_id"].words):
        connection.execute(sql("merge_account_keys"), {"first_seq": first_seq})
    if len(known.keys() & set(KEY_COLUMNS)) > 1:
        connection.execute(sql("merge_links"), {"first_seq": first_seq})
    if "properties" in known and len(known["properties"].words):
        # A name of its own: the view of the long way stays behind, and none can be put over it.
        with given(connection, "brought", {"properties": known["properties"].words}):
            connection.execute(sql("encode_properties").format(rows="brought"))


def _keeps_rules(
    connection: Connection, columns: Columns, words: Mapping[str, CodedColumn], received: Codes
) -> bool:
    """The rules of `check_staged.sql`, told fast and without saying which row breaks them."""
    occurred = _moments(columns["occurred_at"], EARLIEST - 1)
    ids = columns["event_id"]
    whole = not (ids == "").any() and not (ids == None).any()  # noqa: E711 each entry is compared
    whole = whole and bool(words["name"].codes.all()) and _within(occurred) and _within(received)
    if "value" in columns:
        money = ~np.ma.getmaskarray(columns["value"])
        currency = (
            words["currency"].codes > 0 if "currency" in words else np.zeros(len(ids), np.bool_)
        )
        whole = whole and bool((currency | ~money).all())
    if "currency" in words:
        whole = whole and set(words["currency"].words) <= currency_digits().keys()
    if whole and "properties" in words and len(words["properties"].words):
        query = (
            "SELECT count(*) FROM words WHERE NOT (json_valid(word) AND ltrim(word, $space) LIKE '{%') "
            "OR regexp_matches(word, $comma)"
        )
        with given(connection, "words", {"word": words["properties"].words}):
            whole = first(connection, query, {"space": SPACE, "comma": LAST_COMMA})[0] == 0
    return whole


def _within(moments: Codes) -> bool:
    return len(moments) == 0 or bool(moments.min() >= EARLIEST and moments.max() <= LATEST)


def _moments(array: NDArray[Any], missing: int) -> Codes:
    return np.asarray(np.ma.filled(array, missing), np.int64)


def _said(
    connection: Connection, column: CodedColumn, expression: str, salt: bytes = b""
) -> CodedColumn:
    """The column with each word as SQL's `expression` has it."""
    if not len(column.words):
        return column
    values = {"salt": salt} if "$salt" in expression else None
    with given(connection, "words", {"word": column.words}):
        found = connection.execute(f"SELECT {expression} FROM words", values).fetchall()
    return column.replaced([row[0] for row in found])


def _insert_aliases(
    connection: Connection, group: Direct, keys: Mapping[str, Codes], first_seq: int
) -> None:
    previous = group.columns["previous_id"]
    told = np.flatnonzero(previous.codes > 0)
    if not len(told):
        return
    rows = {
        "seq": first_seq + told,
        "occurred_us": group.occurred_us[told],
        "key": strongest(keys, STRONGEST)[told],
        "previous_id": previous.words[previous.codes[told] - 1],
    }
    with given(connection, "told", rows):
        connection.execute("INSERT INTO aliases SELECT * FROM told")


def _insert(
    connection: Connection, group: Direct, numbers: Mapping[str, Codes], keys: Mapping[str, Codes],
    visits: Codes, first_seq: int,
) -> None:  # fmt: skip
    none = np.zeros(len(group), np.int64)
    rows = {
        "seq": first_seq + np.arange(len(group)),
        "event_id": group.event_id,
        "occurred_us": group.occurred_us,
        "received_us": group.received_us,
        "name": numbers["names"],
        "key": strongest(keys, STRONGEST),
        **{f"{name}_key": keys[name] for name in KEY_COLUMNS},
        "account": numbers.get("accounts", none),
        "visit": visits,
        **{
            column: numbers.get(table, none)
            for column, table in (
                ("page", "pages"), ("title", "titles"), ("referrer", "referrers"), ("origin", "origins"),
                ("context", "contexts"), ("product", "products"), ("source", "sources"),
                ("currency", "currencies"),
            )
        },
        "flags": group.flags,
        "value": group.value,
        "properties": group.properties,
    }  # fmt: skip
    with given(connection, "numbered", rows):
        connection.execute(sql("insert_rows"))
