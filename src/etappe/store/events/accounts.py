"""What the events say of accounts: which keys they stood with, and the domains of e-mail addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.free_mail import is_free_mail
from etappe.store.events.coding import CodedColumn, Codes
from etappe.store.events.database import first, sql
from etappe.store.events.numbering import given

EMAIL_DOMAIN = (
    "nullif(regexp_extract(lower(trim({name})), '@([a-z0-9.-]+\\.[a-z0-9-]+)\\.?$', 1), '')"
)
"""The domain of an e-mail address, in SQL; NULL for what is no address."""


@dataclass(frozen=True, slots=True)
class AccountKeys:
    """key[i] stood with account[i] (code) in customers' events from first_us[i] to last_us[i]; each pair once."""

    key: NDArray[np.int32]
    account: NDArray[np.int32]
    first_us: NDArray[np.int64]
    last_us: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EmailDomains:
    """The e-mail key key[i] is an address at words[domain[i]]; words[0] is none. Free mail is left out."""

    key: NDArray[np.int32]
    domain: NDArray[np.int32]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountFact:
    """What one event told about its account: the properties as sent (JSON text), when, by which source."""

    account: int
    occurred_us: int
    seq: int
    source: str
    properties: str


@dataclass(frozen=True, slots=True)
class AccountMember:
    """A key in one account's events: how many, how many of them about an order, from when to when.

    `title` is what events called the person there last (a role, a position); None if nothing was said.
    """

    key: int
    events: int
    orders: int
    first_us: int
    last_us: int
    title: str | None


_TITLES = ("role", "position", "job_title", "jobTitle", "title")
"""Properties that say what somebody does in a company, as such or among `traits`; the first told counts."""


def read_account_members(cursor: Connection, accounts: Sequence[int]) -> list[AccountMember]:
    """The keys of one company's events, by key; `accounts` are all codes of it."""
    titles = ", ".join(
        f"nullif(json_extract_string(properties, '{place}/{name}'), '')"
        for name in _TITLES
        for place in ("", "/traits")
    )
    query = sql("account_members").format(titles=titles)
    return [
        AccountMember(*row)
        for row in cursor.execute(query, {"accounts": list(accounts)}).fetchall()
    ]


def read_account_staff(cursor: Connection, accounts: Sequence[int], most: int) -> NDArray[np.int64]:
    """Arrival numbers of staff's events in the name of one company; `accounts` are all codes of it."""
    query = (
        "SELECT seq FROM (SELECT seq, occurred_us FROM events WHERE account IN (SELECT unnest($accounts)) AND flags & 1 = 1 "
        "ORDER BY occurred_us DESC, seq DESC LIMIT $most) ORDER BY occurred_us, seq"
    )
    found = cursor.execute(query, {"accounts": list(accounts), "most": most}).fetchall()
    return np.array([row[0] for row in found], np.int64)


def read_account_keys(cursor: Connection) -> AccountKeys:
    """All pairs, by key and account."""
    found = cursor.execute(
        "SELECT key, account, first_us, last_us FROM account_keys ORDER BY key, account"
    ).fetchnumpy()
    return AccountKeys(found["key"], found["account"], found["first_us"], found["last_us"])


def read_email_domains(cursor: Connection) -> EmailDomains:
    """All of them but those at free mail, which tell nothing of a company; by key."""
    rows = cursor.execute("SELECT email_domain FROM domains ORDER BY code").fetchall()
    words = ("", *(row[0] for row in rows))
    own = [code for code, word in enumerate(words) if word and not is_free_mail(word)]
    with given(cursor, "own_domains", {"domain": np.array(own, np.int32)}):
        found = cursor.execute(
            "SELECT key, domain FROM email_domains SEMI JOIN own_domains USING (domain) ORDER BY key"
        ).fetchnumpy()
    return EmailDomains(found["key"], found["domain"], words)


def read_account_facts(cursor: Connection, names: Sequence[str]) -> list[AccountFact]:
    """The latest event of each name, account and set of told properties; by account, time and arrival.

    Events that tell the same properties over and over are one: the last of them counts.
    """
    rows = cursor.execute(sql("account_facts"), {"names": list(names)}).fetchall()
    return [AccountFact(*row) for row in rows]


def number_accounts(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """The codes of these account ids; ids that no event named get the next numbers."""
    known = dict(
        connection.execute(
            "SELECT account_id, code FROM accounts WHERE account_id IN (SELECT unnest($words))",
            {"words": list(words)},
        ).fetchall()
    )
    fresh = [word for word in dict.fromkeys(words) if word and word not in known]
    if fresh:
        start = first(connection, "SELECT count(*) FROM accounts")[0] + 1
        made = dict(zip(fresh, range(start, start + len(fresh)), strict=True))
        columns = {
            "code": np.array(list(made.values()), np.int32),
            "account_id": np.array(fresh, object),
        }
        with given(connection, "fresh_accounts", columns):
            connection.execute("INSERT INTO accounts SELECT code, account_id FROM fresh_accounts")
        known |= made
    return known


def put_domains(
    connection: Connection,
    columns: Mapping[str, CodedColumn],
    keys: Mapping[str, Codes],
    domains: Codes,
) -> None:
    """Keep the domains of a batch's e-mail keys that have none yet; in the caller's transaction."""
    rows = columns["email"].firsts()
    told: dict[str, NDArray[Any]] = {"key": keys["email"][rows], "domain": domains[rows]}
    with given(connection, "told_domains", told):
        connection.execute(
            "INSERT INTO email_domains SELECT key, domain FROM told_domains "
            "WHERE domain > 0 AND key NOT IN (SELECT key FROM email_domains)"
        )
