"""etappe serve: the server. The only command that may import the HTTP door."""

import os
import secrets
import signal
import socket
import sys
from typing import Annotated

import msgspec
import typer
import uvicorn

from etappe.api.application import serving
from etappe.api.bounded_http import BoundedHttp
from etappe.app.directory import ServerAddress
from etappe.app.house import House, new_password
from etappe.base.errors import BadInput
from etappe.cli.options import Data, Json, Shop, data_directory

app = typer.Typer(add_completion=False)

DEFAULT_PORT = 8720
OWNER = "owner@localhost"
SWITCH_SECONDS = 0.001
PATIENCE_SECONDS = 3
"""So long a server that stops waits for requests that are under way."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = DEFAULT_PORT,
    data: Data = None,
    shop: Shop = "",
    as_json: Json = False,
) -> None:
    """Serve the shops of the data directory. The first start creates an owner and prints the password once.

    With --shop the address printed leads to that shop, which is opened before; all are served.
    """
    house = House(data_directory(data), wait_seconds=2)
    try:
        if shop:
            house.shop(shop)
        with listen(host, port) as listener:
            login = first_owner(house)
            url = _url(host, port)
            page = f"{url}/maps?shop={shop}" if shop else url
            if as_json:
                told = {"url": url, "page": page, "login": login, "shops": house.shop_names()}
                print_line({**told, "data": str(house.directory.root)})
            else:
                _welcome(page, login)
            run(house, _url("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port), listener)
    finally:
        house.close()


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _welcome(page: str, login: dict[str, str] | None) -> None:
    if login:
        typer.echo("This installation is new. Its owner account, shown this once:")
        typer.echo(f"  e-mail    {login['email']}\n  password  {login['password']}")
    typer.echo(f"Etappe is at {page}   (stop with Ctrl-C)")
    sys.stdout.flush()


def first_owner(house: House) -> dict[str, str] | None:
    """Create the owner account of a new installation; its e-mail and password, this once."""
    if house.installation.users():
        return None
    password = new_password()
    house.installation.create_user(OWNER, password, "owner")
    return {"email": OWNER, "password": password}


def run(house: House, url: str, listener: socket.socket) -> None:
    """Answer on `listener` until stopped. `url` lies beside the data while the server runs."""
    token = secrets.token_urlsafe(32)
    # A thread that works (a drain, an analysis) lets the event loop in sooner than after the usual 5 ms.
    sys.setswitchinterval(SWITCH_SECONDS)
    # uvicorn gives the signal back once it has answered what was under way: then the shops are closed in order.
    signal.signal(signal.SIGTERM, _stopped)
    house.directory.announce(ServerAddress(url, token, os.getpid()))
    try:
        config = uvicorn.Config(
            serving(house, token),
            http=BoundedHttp,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        house.directory.withdraw()


def _stopped(*_: object) -> None:
    sys.exit(0)


def print_line(value: object) -> None:
    """One line of JSON for whoever started the server."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; they wait until the server answers. BadInput if taken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
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
