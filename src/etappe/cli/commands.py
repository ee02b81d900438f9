"""The table of commands. A command's module loads when it is called, so that help answers at once."""

from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer import Typer
from typer.core import TyperCommand, TyperGroup

Context = Any
"""Typer keeps the class of its contexts to itself."""


class CommandRow(NamedTuple):
    """One command: its panel in the help, its module below etappe.cli, and one line of help."""

    panel: str
    module: str
    help: str


START, DATA, ASK, KEEP = "Start", "Data and words", "Questions", "Upkeep"

COMMANDS: dict[str, CommandRow] = {
    "demo": CommandRow(
        START, "demo", "Make (or reuse) the demo shop, serve it, print the address."
    ),
    "serve": CommandRow(START, "serve", "Serve the shops of the data directory to the browser."),
    "import": CommandRow(
        DATA, "import_", "Bring in a file of events, orders, logs or advertising."
    ),
    "words": CommandRow(
        DATA, "words", "What each event name means; confirm or change the guesses."
    ),
    "touchpoints": CommandRow(
        DATA, "touchpoints", "The catalogue of contacts; change one or make one."
    ),
    "shop": CommandRow(DATA, "shop", "Show or set currency, time zone, conversion, stage model."),
    "sources": CommandRow(DATA, "sources", "What sends events, and what of it was not kept."),
    "keys": CommandRow(DATA, "keys", "The keys by which sources may send: list, make, take back."),
    "tracking": CommandRow(
        DATA, "tracking", "What the tracker watches; what happens without consent."
    ),
    "live": CommandRow(DATA, "live", "Events as they arrive, with the steps each passed."),
    "rejected": CommandRow(DATA, "rejected", "What arrived and was not kept, and why."),
    "note": CommandRow(DATA, "note", "Write down a call, visit, conversation or fair."),
    "links": CommandRow(DATA, "links", "Links, QR and coupon codes, and what they brought."),
    "segments": CommandRow(DATA, "segments", "Saved conditions: list, save, forget."),
    "people": CommandRow(ASK, "people", "Who stands behind a figure; find somebody; one person."),
    "accounts": CommandRow(
        ASK, "accounts", "Companies: who belongs to them, what they bought, what is known of them."
    ),
    "events": CommandRow(ASK, "events", "One person's time line, or the newest events."),
    "flow": CommandRow(ASK, "flow", "What follows what."),
    "funnel": CommandRow(ASK, "funnel", "How many take each step, and where they stop."),
    "paths": CommandRow(ASK, "paths", "The most frequent courses."),
    "stages": CommandRow(ASK, "stages", "People, time and losses per stage; own stage models."),
    "kpis": CommandRow(ASK, "kpis", "Orders, revenue, rates, sources."),
    "findings": CommandRow(ASK, "findings", "What stands out: loss, change, slowest stage."),
    "searches": CommandRow(ASK, "searches", "What is searched for, and what finds nothing."),
    "calendar": CommandRow(ASK, "calendar", "Touches, visits and orders by week."),
    "coverage": CommandRow(
        ASK, "coverage", "Of how many orders the way to them was seen, and why not."
    ),
    "map": CommandRow(ASK, "map", "Draw the journey map."),
    "forget": CommandRow(KEEP, "forget", "Forget a person in every place, for good."),
    "export": CommandRow(KEEP, "export", "Everything of one person as a file."),
    "retention": CommandRow(KEEP, "retention", "How long what is kept; delete what is older."),
    "requests": CommandRow(KEEP, "requests", "What people asked about their data, and until when."),
    "privacy": CommandRow(KEEP, "privacy", "Consent of a person; the record of processing."),
    "users": CommandRow(KEEP, "users", "Who may sign in."),
    "doctor": CommandRow(KEEP, "doctor", "Look whether everything is well."),
    "backup": CommandRow(KEEP, "backup", "Copy all shops and users, while in use."),
    "restore": CommandRow(KEEP, "restore", "Bring a backup back."),
}


def part(name: str) -> Any:
    """A heavy part of this package, loaded when it is needed: `local` opens databases, `remote` does not."""
    return import_module(f"etappe.cli.{name}")


class LazyGroup(TyperGroup):
    """Lists the table without loading it; loads the one command that was called."""

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> TyperCommand | None:
        """The command: while help is being written only its name and line."""
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        if ctx.params.get("_calling"):
            app = cast(Typer, import_module(f"etappe.cli.{row.module}").app)
            return cast(TyperCommand, typer.main.get_command(app))
        stub = TyperCommand(cmd_name, help=row.help, short_help=row.help)
        stub.rich_help_panel = row.panel
        return stub

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Load the named command for real."""
        ctx.params["_calling"] = True
        try:
            return super().resolve_command(ctx, args)
        finally:
            ctx.params.pop("_calling")
