"""etappe import --kind accounts: a file of companies is read and mapped here, its rows go to the shop."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from etappe.cli.door import door
from etappe.cli.options import Place
from etappe.collect.account_rows import AccountColumns, columns_of, read_accounts, rows_of

AT_ONCE = 5_000
"""Rows that travel together."""
SHOWN = 20
"""Rejected rows that the terminal names; a file beside the first has them all."""


def bring_accounts(
    files: Sequence[Path], place: Place, account: str, person: str, *, dry_run: bool, as_json: bool
) -> None:
    """Bring files of companies in, or with `dry_run` only show what their columns mean."""
    for file in files:
        rows = read_accounts(file)
        columns = columns_of(rows, account, person)
        if not as_json:
            typer.echo(_mapping(file, len(rows), columns))
        told: dict[str, Any] = {"file": file.name, "columns": dict(columns.told())}
        if not dry_run:
            told |= _send(place, file, rows_of(rows, columns))
            kept = _keep_rejects(file, rows, told["rejected"])
            if not as_json:
                typer.echo(_report(told, kept))
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))


def _send(place: Place, file: Path, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The shop's answers, added up; rows are counted over the whole file."""
    total: dict[str, Any] = {"rows": 0, "accounts": 0, "values": 0, "members": 0, "rejected": []}
    with door(place, create=True) as way:
        for start in range(0, len(rows), AT_ONCE):
            part = way.act(
                "account-rows", {"name": file.name, "rows": rows[start : start + AT_ONCE]}
            )
            for name in ("rows", "accounts", "values", "members"):
                total[name] += part[name]
            total["rejected"] += [
                {"row": one["row"] + start, "reason": one["reason"]} for one in part["rejected"]
            ]
    return total


def _keep_rejects(
    file: Path, rows: Sequence[dict[str, Any]], rejected: Sequence[dict[str, Any]]
) -> Path | None:
    """The rejected rows with their reasons, one JSON object a line, beside the file; None without any."""
    if not rejected:
        return None
    place = file.with_name(f"{file.stem}.rejects.jsonl")
    lines = (
        json.dumps({**one, "content": rows[one["row"] - 1]}, ensure_ascii=False) for one in rejected
    )
    place.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return place


def _mapping(file: Path, rows: int, columns: AccountColumns) -> str:
    told = "\n".join(f"  {column} → {means}" for column, means in columns.told())
    return f"{file.name}: {rows:,} rows\n{told}"


def _report(told: dict[str, Any], kept: Path | None) -> str:
    head = f"{told['accounts']:,} accounts, {told['values']:,} values, {told['members']:,} memberships."
    lines = [f"  row {one['row']}: {one['reason']}" for one in told["rejected"][:SHOWN]]
    if kept is not None:
        lines.insert(0, f"{len(told['rejected']):,} rows rejected, all of them in {kept}:")
    return "\n".join([head, *lines])
