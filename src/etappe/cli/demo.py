"""etappe demo: the demo shop, made once, served, with its address and login."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from etappe.app.demo import DEMO_OWNER, DEMO_PASSWORD, DEMO_SHOP, ensure_demo
from etappe.app.house import House
from etappe.cli.options import Data, Json, Shop
from etappe.cli.serve import DEFAULT_PORT, free_port, listen, print_line, run
from etappe.demo.size import FULL

app = typer.Typer(add_completion=False)

STEPS = (
    "Install packages and build the web UI",
    "Make a year of Jubelware, the demo shop",
    "Cut visits and journeys, load the kernels",
    "Serve it",
)


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
    persons: Annotated[int, typer.Option(min=1000, help="How many people.")] = FULL,
    reset: Annotated[
        bool, typer.Option("--reset", help="Make it new: what was changed in it is gone.")
    ] = False,
    serve: Annotated[bool, typer.Option(help="Serve it when it is made.")] = True,
    port: Annotated[int, typer.Option(min=1, max=65535)] = DEFAULT_PORT,
    data: Data = None,
    shop: Shop = DEMO_SHOP,
    as_json: Json = False,
) -> None:
    """Make (or reuse) the demo shop Jubelware, serve it, print the address and login."""
    installed = os.environ.get("ETAPPE_SETUP_SECONDS")
    _say(1, f"{installed} s" if installed else "done before", as_json)
    house = House(data or Path(".demo"), wait_seconds=5)
    try:
        start = time.perf_counter()
        made = ensure_demo(house, seed, persons, shop, anew=reset)
        _say(2, _seconds(start) if made else "there already", as_json)
        start = time.perf_counter()
        counts = house.shop(shop).columns().counts
        figures = f"{counts['touches']:,} touches of {counts['persons']:,} persons"
        _say(3, f"{_seconds(start)}: {figures}", as_json)
        told = {
            "shop": shop,
            "data": str(house.directory.root),
            "made": made,
            "touches": counts["touches"],
            "persons": counts["persons"],
            "login": {"email": DEMO_OWNER, "password": DEMO_PASSWORD},
        }
        if serve:
            _serve(house, free_port(port), told, as_json)
        elif as_json:
            print_line({**told, "url": None, "ticket_url": None})
    finally:
        house.close()


def _serve(house: House, port: int, told: dict[str, object], as_json: bool) -> None:
    url = f"http://127.0.0.1:{port}"
    _say(4, url, as_json)
    ticket = house.installation.issue_ticket(DEMO_OWNER, 3600)
    ticket_url = f"{url}/api/session/ticket?ticket={ticket}"
    with listen("127.0.0.1", port) as listener:
        if as_json:
            print_line({**told, "url": url, "ticket_url": ticket_url})
        else:
            typer.echo(f"\n  One click leads in:  {ticket_url}")
            typer.echo(f"  Or sign in with:     {DEMO_OWNER} / {DEMO_PASSWORD}")
            typer.echo("  Stop with Ctrl-C.")
            sys.stdout.flush()
        run(house, url, listener)


def _say(step: int, text: str, as_json: bool) -> None:
    """One numbered line; beside JSON it goes to stderr, so that stdout holds the one line alone."""
    typer.echo(f"{step}. {STEPS[step - 1]} … {text}", err=as_json)
    sys.stdout.flush()


def _seconds(start: float) -> str:
    return f"{time.perf_counter() - start:.1f} s"
