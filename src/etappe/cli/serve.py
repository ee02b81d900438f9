"""etappe serve: the server. The only command that may import the HTTP door."""

import os
import secrets
import socket
from typing import Annotated

import typer
import uvicorn

from etappe.api.application import create
from etappe.app.directory import ServerAddress
from etappe.app.house import House, new_password
from etappe.base.errors import BadInput
from etappe.cli.options import Data, data_directory

app = typer.Typer(add_completion=False)

DEFAULT_PORT = 8720
OWNER = "owner@localhost"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = DEFAULT_PORT,
    data: Data = None,
) -> None:
    """Serve the shops of the data directory. The first start creates an owner and prints the password once."""
    house = House(data_directory(data), wait_seconds=2)
    try:
        first_owner(house)
        typer.echo(f"Etappe is at http://{host}:{port}   (stop with Ctrl-C)")
        run(house, host, port)
    finally:
        house.close()


def first_owner(house: House) -> None:
    """Create the owner account of a new installation and print its password, this once."""
    if house.installation.users():
        return
    password = new_password()
    house.installation.create_user(OWNER, password, "owner")
    typer.echo("This installation is new. Its owner account, shown this once:")
    typer.echo(f"  e-mail    {OWNER}\n  password  {password}")


def run(house: House, host: str, port: int) -> None:
    """Listen until stopped. The address lies beside the data while the server runs."""
    listener = _listen(host, port)
    token = secrets.token_urlsafe(32)
    local = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    house.directory.announce(ServerAddress(f"http://{local}:{port}", token, os.getpid()))
    try:
        config = uvicorn.Config(
            create(house, token), log_level="warning", access_log=False, server_header=False
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        house.directory.withdraw()


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise BadInput(
            f"--port {port} on {host} cannot be used: {error.strerror}.",
            next_step="Stop what uses it, or choose another with --port.",
            field="port",
        ) from error
    return listener


def free_port(wanted: int) -> int:
    """`wanted` if it is free on this machine, else any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
