"""etappe accounts: the companies of a shop, one company, what is typed about it, its people and their roles."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from etappe.base.errors import BadInput
from etappe.cli.accounts_decide import add_deciding
from etappe.cli.accounts_tables import (
    account_table,
    accounts_table,
    history_table,
    members_table,
    roles_table,
)
from etappe.cli.answering import answer, show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place, Scope
from etappe.cli.spread import spread

app = typer.Typer(
    add_completion=False,
    help="Companies: who belongs to them, what they bought, what is known of them.",
)

Account = Annotated[str, typer.Argument(help="The company's id, as events name it.")]
Person = Annotated[str, typer.Argument(help="Any key of the person, or the person's number.")]


@app.callback(invoke_without_command=True)
@spread
def accounts(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="Part of id, name, customer number …")] = "",
    sort: Annotated[str, typer.Option(help="value, orders, seen, members or name.")] = "value",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Companies to list.")] = 50,
    cursor: Annotated[str, typer.Option(help="Go on where the page before ended.")] = "",
    *,
    scope: Scope,
    place: Place,
    as_json: Json = False,
) -> None:
    """Companies with what they ordered, the most valuable first."""
    if context.invoked_subcommand is not None:
        return
    params = scope.params() | {"search": search, "sort": sort, "limit": limit, "cursor": cursor}
    answer("accounts", params, place=place, as_json=as_json, table=accounts_table)


@app.command()
@spread
def show(account: Account, *, place: Place, as_json: Json = False) -> None:
    """One company: attributes with their source, people, journeys, orders, staff's sessions."""
    with door(place) as way:
        page = way.read(f"accounts/{quote(account, safe='')}")
    show_value(page, as_json=as_json, table=account_table)


@app.command("set")
@spread
def set_(
    account: Account,
    values: Annotated[
        list[str], typer.Argument(help="FIELD=VALUE …; FIELD= takes it away; lists with ';'.")
    ],
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Type attributes of a company, which need not be known yet: customer_number=4711 'ship_to=Bremen;Leipzig'."""
    told = {}
    for one in values:
        field, sign, value = one.partition("=")
        if not sign:
            raise BadInput(f"{one!r} sets nothing.", next_step="Write FIELD=VALUE.", field="values")
        told[field.strip()] = value.strip() or None
    with door(place) as way:
        page = way.write(f"accounts/{account}", {"values": told})
    show_value(page, as_json=as_json, table=account_table)


@app.command()
@spread
def members(
    account: Account,
    add: Annotated[str, typer.Option(help="A person who belongs to it, by any key.")] = "",
    remove: Annotated[str, typer.Option(help="A person who does not.")] = "",
    from_: Annotated[str, typer.Option("--since", help="First day, with --add: 2026-03-01.")] = "",
    to: Annotated[str, typer.Option("--until", help="Last day, with --add.")] = "",
    primary: Annotated[
        bool, typer.Option("--primary", help="With --add: the person's own touches count here.")
    ] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """The people of a company; add one, or say that somebody does not belong to it."""
    with door(place) as way:
        if add:
            change = {"belongs": True, "primary": primary, "from": from_ or None, "to": to or None}
            way.write(f"accounts/{account}/members/{add}", change)
        if remove:
            way.write(f"accounts/{account}/members/{remove}", {"belongs": False})
        page = way.read(f"accounts/{quote(account, safe='')}")
    show_value(page, as_json=as_json, table=members_table)


@app.command()
@spread
def roles(
    account: Account,
    person: Person,
    role: Annotated[
        list[str] | None, typer.Argument(help="Keys of roles; none takes them away.")
    ] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Say which roles somebody has in a company's Buying Center: decider, buyer …"""
    with door(place) as way:
        page = way.write(f"accounts/{account}/members/{person}", {"roles": role or []})
    show_value(page, as_json=as_json, table=members_table)


@app.command()
@spread
def role(
    key: Annotated[
        str, typer.Argument(help="Key of an own role; without names all are listed.")
    ] = "",
    de: Annotated[str, typer.Option(help="What it is called in German.")] = "",
    en: Annotated[str, typer.Option(help="What it is called in English.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the own role away.")] = False,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """The roles there are; add, rename or remove one of the shop's own."""
    with door(place) as way:
        if key and remove:
            way.delete(f"account-roles/{key}")
        elif key:
            way.write(f"account-roles/{key}", {"de": de or en, "en": en or de})
        found = way.read("account-roles")
    show_value(found, as_json=as_json, table=roles_table)


@app.command()
@spread
def history(
    account: Account,
    undo: Annotated[int, typer.Option(help="Take this entry back.")] = 0,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """What people and files said about a company, the latest first; take an entry back."""
    with door(place) as way:
        found: Any = (
            way.act(f"accounts/{quote(account, safe='')}/history/{undo}/undo")
            if undo
            else way.read(f"accounts/{quote(account, safe='')}/history")
        )
    show_value(found, as_json=as_json, table=history_table)


add_deciding(app)
