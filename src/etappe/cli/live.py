"""etappe live: events as they arrive at the running server, with the steps each passed."""

import sys
import time
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from etappe.app.directory import DataDirectory
from etappe.base.errors import BadInput
from etappe.cli.door import Door, door
from etappe.cli.options import Json, Place, data_directory
from etappe.cli.remote import running_server
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)

EVERY = 1.0
"""Seconds between two looks."""
_MARKS = {"kept": "·", "changed": "●", "dropped": "✗", "not_reached": " "}


@app.command()
@spread
def live(
    seconds: Annotated[
        float | None, typer.Option(min=0, help="End after so many seconds; else with Ctrl-C.")
    ] = None,
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Follow events as they arrive, with the steps each passed and the person it went to. Ctrl-C ends it."""
    directory = DataDirectory(data_directory(place.data))
    if running_server(directory) is None:
        raise BadInput(
            "No server runs on this data directory, so no event can arrive.",
            next_step="Start one in another terminal: etappe serve",
        )
    until = None if seconds is None else time.monotonic() + seconds
    with door(place) as way:
        try:
            _follow(way, until, as_json)
        except KeyboardInterrupt:
            typer.echo("")


def _follow(way: Door, until: float | None, as_json: bool) -> None:
    console, cursor = Console(), 0
    shown: set[int] = set()
    waiting: dict[int, dict[str, Any]] = {}
    if not as_json:
        console.print(
            "Waiting for events.  · passed  ● changed  ✗ dropped", style="dim", highlight=False
        )
    while True:
        answer = way.read("live", after=cursor)
        cursor = answer["cursor"]
        came = {event["number"]: event for event in reversed(answer["events"])}
        # An event is told one look later: its person is known by then.
        told = [came.get(number, event) for number, event in waiting.items()]
        shown.update(waiting)
        waiting = {number: event for number, event in came.items() if number not in shown}
        ends = until is not None and time.monotonic() >= until
        for event in [*told, *(waiting.values() if ends else ())]:
            _tell(console, event, as_json)
        if ends:
            return
        time.sleep(EVERY)


def _tell(console: Console, event: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(msgspec.json.encode(event).decode() + "\n")
        sys.stdout.flush()
    else:
        console.print(_line(event))


def _line(event: dict[str, Any]) -> Text:
    marks = "".join(_MARKS[step["outcome"]] for step in event["steps"])
    page = "".join(event["fields"].get(part, "") for part in ("host", "path"))
    line = Text(f"{event['received_at'][11:19]}  {marks:10} ", style="dim")
    line.append(event["name"] or "(not readable)", style="bold")
    line.append(f"  {event['source']}  {page}")
    if event["dropped"]:
        said = " ".join(part for part in (event["field"], event["message"].get("en")) if part)
        line.append(f"  {event['dropped']} {said}".rstrip(), style="red")
    elif event["person"] is not None:
        line.append(f"  person {event['person']}", style="dim")
    for step in event["steps"]:
        for note in step["notes"]:
            line.append(f"\n            {step['name']}: {note['text']['en']}", style="dim")
    return line
