"""etappe demo: the demo shop, made once, served, with its address and login."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from etappe.app.demo import DEMO_OWNER, DEMO_PASSWORD, DEMO_SHOP, ensure_demo
from etappe.app.house import House
from etappe.cli.options import Data
from etappe.cli.serve import DEFAULT_PORT, free_port, run
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
    serve: Annotated[bool, typer.Option(help="Serve it when it is made.")] = True,
    port: Annotated[int, typer.Option(min=1, max=65535)] = DEFAULT_PORT,
    data: Data = None,
) -> None:
    """Make (or reuse) the demo shop Jubelware, serve it, print the address and login."""
    installed = os.environ.get("ETAPPE_SETUP_SECONDS")
    _say(1, f"{installed} s" if installed else "done before")
    house = House(data or Path(".demo"), wait_seconds=5)
    try:
        start = time.perf_counter()
        made = ensure_demo(house, seed, persons)
        _say(2, _seconds(start) if made else "there already")
        start = time.perf_counter()
        counts = house.shop(DEMO_SHOP).columns().counts
        _say(
            3, f"{_seconds(start)}: {counts['touches']:,} touches of {counts['persons']:,} persons"
        )
        if serve:
            _serve(house, free_port(port))
    finally:
        house.close()


def _serve(house: House, port: int) -> None:
    _say(4, f"http://127.0.0.1:{port}")
    ticket = house.installation.issue_ticket(DEMO_OWNER, 3600)
    typer.echo(
        f"\n  One click leads in:  http://127.0.0.1:{port}/api/session/ticket?ticket={ticket}"
    )
    typer.echo(f"  Or sign in with:     {DEMO_OWNER} / {DEMO_PASSWORD}")
    typer.echo("  Stop with Ctrl-C.")
    sys.stdout.flush()
    run(house, "127.0.0.1", port)


def _say(step: int, text: str) -> None:
    typer.echo(f"{step}. {STEPS[step - 1]} … {text}")
    sys.stdout.flush()


def _seconds(start: float) -> str:
    return f"{time.perf_counter() - start:.1f} s"
