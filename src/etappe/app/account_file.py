"""A file of companies from the browser: how it would be read, and taking it in; the upload is gone afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etappe.app.account_import import bring
from etappe.app.shop import Shop
from etappe.app.upload import Upload
from etappe.base.errors import BadInput, Conflict
from etappe.collect.account_rows import columns_of, meant, read_accounts, rows_of

SHOWN = 8
"""Rows of a file that a preview shows."""
MOST_BYTES = 64 * 2**20
"""A file of companies at most; larger ones come in pieces."""

Meanings = Mapping[str, str]
"""Column → what it is: account, person, role, from, to, an attribute, or '' for nothing. What is left out is guessed."""


@dataclass(frozen=True, slots=True)
class AccountColumnSeen:
    """A column and what it is taken for; `guessed` unless somebody said so."""

    name: str
    means: str
    guessed: bool


@dataclass(frozen=True, slots=True)
class AccountFileSeen:
    """A file as it would be read: `first_rows` by column, `accounts` different companies in `rows` rows.

    `complete`: a column says which company a row is about; without one nothing can come in.
    """

    rows: int
    accounts: int
    columns: tuple[AccountColumnSeen, ...]
    first_rows: tuple[tuple[str, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class RejectedAccountRow:
    """A row that was not taken in, with its reason and what stands in it."""

    row: int
    reason: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AccountFileBrought:
    """What came of a file: companies, values and memberships it told, and the rows that were rejected."""

    name: str
    rows: int
    accounts: int
    values: int
    members: int
    rejected: tuple[RejectedAccountRow, ...]


def preview_file(shop: Shop, upload_id: str, columns: Meanings) -> AccountFileSeen:
    """How the uploaded file would be read; nothing is kept. BadInput for a file that is no table and no JSON lines."""
    rows = _rows(shop, shop.uploads.get(upload_id))
    means = meant(rows, columns)
    company = next((name for name, what in means.items() if what == "account"), None)
    seen = tuple(AccountColumnSeen(name, what, name not in columns) for name, what in means.items())
    return AccountFileSeen(
        rows=len(rows),
        accounts=len({str(row[company]) for row in rows if company in row}),
        columns=seen,
        first_rows=tuple(tuple(_cell(row.get(one.name)) for one in seen) for row in rows[:SHOWN]),
        complete=company is not None,
    )


def bring_file(shop: Shop, upload_id: str, columns: Meanings, by: str) -> AccountFileBrought:
    """Take the uploaded file in, and throw it away. BadInput without a column that names the company."""
    upload = shop.uploads.get(upload_id)
    rows = _rows(shop, upload)
    made = bring(shop, rows_of(rows, columns_of(rows, chosen=columns)), by)
    shop.uploads.forget(upload_id)
    return AccountFileBrought(
        name=upload.name,
        rows=made.rows,
        accounts=made.accounts,
        values=made.values,
        members=made.members,
        rejected=tuple(
            RejectedAccountRow(one.row, one.reason, rows[one.row - 1]) for one in made.rejected
        ),
    )


def _rows(shop: Shop, upload: Upload) -> list[dict[str, Any]]:
    if upload.state != "ready":
        raise Conflict(
            f"{upload.name}: is not whole, or comes in as events.",
            next_step="Send the rest of it, or choose the file again.",
            field="upload",
        )
    if upload.size > MOST_BYTES:
        raise BadInput(
            f"{upload.name}: is too large for a file of companies.",
            next_step="Bring it in with `etappe import --kind accounts`, or in parts.",
            field="upload",
        )
    return read_accounts(shop.uploads.file(upload))


def _cell(value: object) -> str:
    return "" if value is None else str(value)[:200]
