"""etappe users: who may sign in. Works on the files, or through the running server."""

from collections.abc import Sequence
from typing import Annotated

import typer

from etappe.base.roles import Role
from etappe.cli.answering import show_value
from etappe.cli.options import Data, Json
from etappe.cli.sign_ins import sign_ins

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Who may sign in.")

Email = Annotated[str, typer.Argument(help="The e-mail address to sign in with.")]


@app.command("list")
def list_users(data: Data = None, as_json: Json = False) -> None:
    """Everybody who may sign in."""
    with sign_ins(data) as users:
        show_value(users.all(), as_json=as_json, table=_list)


def _list(found: Sequence[dict[str, str]]) -> str:
    return "\n".join(f"{user['email']}\t{user['role']}" for user in found)


@app.command()
def add(
    email: Email,
    role: Annotated[Role, typer.Option(help="owner, editor or viewer.")] = "viewer",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Let somebody in; prints the password, this once."""
    with sign_ins(data) as users:
        _show_password(email, users.add(email, role), as_json)


@app.command()
def password(email: Email, data: Data = None, as_json: Json = False) -> None:
    """A new password for somebody who forgot theirs, printed once; ends all of that person's sessions."""
    with sign_ins(data) as users:
        _show_password(email, users.renew(email), as_json)


def _show_password(email: str, password: str, as_json: bool) -> None:
    told = {"email": email, "password": password}
    show_value(told, as_json=as_json, table=lambda _: f"{email}  password: {password}")


@app.command()
def remove(email: Email, data: Data = None) -> None:
    """Let somebody in no longer."""
    with sign_ins(data) as users:
        users.remove(email)
        typer.echo(f"{email} may no longer sign in.")
