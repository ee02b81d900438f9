"""etappe forget: a person leaves every place of a shop, at once and for good."""

from typing import Annotated, Any

import typer

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)


@app.command()
@spread
def forget(
    person: Annotated[str, typer.Argument(help="Any key of the person (user:4711), or person:17.")],
    reason: Annotated[str, typer.Option(help="Why; only a hash of it goes into the receipt.")] = "",
    orders: Annotated[
        bool,
        typer.Option(
            "--keep-orders/--delete-orders", help="Orders stay without the person, or go too."
        ),
    ] = True,
    later: Annotated[
        bool, typer.Option("--later", help="Refuse what the same keys send afterwards, too.")
    ] = False,
    request: Annotated[
        int | None, typer.Option(min=1, help="The request that this fulfils.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Forget a person: events, keys, originals, openings, uploads; the files are written anew. This cannot be undone."""
    if not yes:
        typer.confirm(f"Forget {person} for good?", abort=True)
    wish = {
        "person": person, "reason": reason, "orders_stay": orders, "later": later, "request": request,
    }  # fmt: skip
    with door(place) as way:
        receipt = way.act("privacy/forgetting", wish)
    show_value(receipt, as_json=as_json, table=words)


def words(receipt: dict[str, Any]) -> str:
    """A receipt in one line."""
    counts = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in receipt["counts"].items()
    )
    return f"Receipt {receipt['receipt']}, {receipt['at'][:19].replace('T', ' ')} UTC: {counts}"
