"""Asking one question from the command line: through the door, then as JSON or as a table."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from rich.console import Console, RenderableType

from etappe.cli.door import door
from etappe.cli.options import Place

Table = Callable[[Any], RenderableType]


def answer(
    name: str,
    params: Mapping[str, Any],
    *,
    place: Place,
    as_json: bool,
    table: Table,
) -> None:
    """Print the answer to the analysis `name`."""
    with door(place) as way:
        content = way.ask(name, params)
    show(content, as_json=as_json, table=table)


def show_value(value: Any, *, as_json: bool, table: Table) -> None:
    """Print what was read through the door as one line of JSON, or as the table made from it."""
    if as_json:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
        return
    shown = table(value)
    if isinstance(shown, str):
        sys.stdout.write(shown + "\n")
    else:
        Console().print(shown)


def show(content: bytes, *, as_json: bool, table: Table) -> None:
    """Print JSON as it came, or the table made from it, the answer's own sentence first."""
    if as_json:
        sys.stdout.write(content.decode() + "\n")
        return
    value = msgspec.json.decode(content)
    console = Console()
    if isinstance(value, dict) and value.get("sentences"):
        console.print(value["sentences"]["en"], style="bold", highlight=False)
    console.print(table(value))
    if isinstance(value, dict) and value.get("basis"):
        console.print(_basis(value["basis"]), style="dim", highlight=False)


def _basis(basis: dict[str, Any]) -> str:
    parts = [f"{basis[name]:,} {name}" for name in ("persons", "journeys", "touches")]
    if basis.get("from"):
        zone = ZoneInfo(basis["zone"])
        parts.append(" to ".join(_day(basis[end], zone) for end in ("from", "to")))
    if basis.get("where"):
        parts.append(f"where {basis['where']}")
    if basis.get("coverage") is not None:
        parts.append(f"coverage {basis['coverage']:.0%}")
    return " · ".join(parts)


def _day(moment: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()
