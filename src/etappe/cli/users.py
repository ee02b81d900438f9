"""etappe users: who may sign in. Works on the files, or through the running server."""

from typing import Annotated

import typer

from etappe.base.roles import Role
from etappe.cli.options import Data
from etappe.cli.sign_ins import sign_ins

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Who may sign in.")

Email = Annotated[str, typer.Argument(help="The e-mail address to sign in with.")]


@app.command("list")
def list_users(data: Data = None) -> None:
    """Everybody who may sign in."""
    with sign_ins(data) as users:
        for user in users.all():
            typer.echo(f"{user['email']}\t{user['role']}")


@app.command()
def add(
    email: Email,
    role: Annotated[Role, typer.Option(help="owner, editor or viewer.")] = "viewer",
    data: Data = None,
) -> None:
    """Let somebody in; prints the password, this once."""
    with sign_ins(data) as users:
        typer.echo(f"{email}  password: {users.add(email, role)}")


@app.command()
def password(email: Email, data: Data = None) -> None:
    """A new password for somebody who forgot theirs; ends all of that person's sessions."""
    with sign_ins(data) as users:
        typer.echo(f"{email}  password: {users.renew(email)}")


@app.command()
def remove(email: Email, data: Data = None) -> None:
    """Let somebody in no longer."""
    with sign_ins(data) as users:
        users.remove(email)
        typer.echo(f"{email} may no longer sign in.")
