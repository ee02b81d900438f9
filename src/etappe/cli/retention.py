"""etappe retention: how long what is kept; deleting what is older."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from etappe.base.errors import BadInput
from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="How long what is kept; delete what is older."
)
_NO_LIMIT = ("none", "never")


@app.command()
@spread
def show(*, place: Place, as_json: Json = False) -> None:
    """Every kind of data with its time, and how many are older now."""
    with door(place) as way:
        show_value(way.read("privacy/retention"), as_json=as_json, table=_table)


@app.command("set")
@spread
def set_(
    kind: Annotated[
        str, typer.Argument(help="browsing, contacts, orders, originals, samples or openings.")
    ],
    days: Annotated[str, typer.Argument(help="Days, or 'none' for no limit.")],
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Decide how long one kind is kept; what is older goes with the next run, at the latest in a day."""
    if days not in _NO_LIMIT and not days.isdigit():
        raise BadInput(f"days: {days!r}.", next_step="Write days, or none.", field="days")
    wish = {kind: None if days in _NO_LIMIT else int(days)}
    with door(place) as way:
        show_value(way.write("privacy/retention", wish), as_json=as_json, table=_table)


@app.command()
@spread
def run(
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Delete what is older than its time, in every place; the files are written anew."""
    with door(place) as way:
        done = way.act("privacy/retention/run", {"dry": dry})
    show_value(done, as_json=as_json, table=_words)


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("kind", "days", "usual", "older now"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for row in rows:
        days = "no limit" if row["days"] is None else f"{row['days']:,}"
        table.add_row(row["kind"], days, f"{row['proposed']:,}", f"{row['due']:,}")
    return table


def _words(done: dict[str, Any]) -> str:
    counts = ", ".join(f"{count:,} {kind}" for kind, count in done["deleted"].items() if count)
    return f"{'Would delete' if done['dry'] else 'Deleted'}: {counts or 'nothing'}."
