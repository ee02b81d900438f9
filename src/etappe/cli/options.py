"""Options that several commands share, each written once, and the tables that commands take whole."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from etappe.base.settings import settings
from etappe.cli.spread import Options

QUESTION, PLACE = "Narrow the question", "Where and how"

DEFAULT_SHOP = "default"
DEFAULT_WAIT = 600.0

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Data directory (or ETAPPE_DATA).", rich_help_panel=PLACE),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print the answer as JSON.", rich_help_panel=PLACE)
]
Shop = Annotated[
    str,
    typer.Option(
        "--shop",
        help="The shop's name; not needed for 'default' or the only one.",
        rich_help_panel=PLACE,
    ),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait",
        min=0,
        help="Seconds to wait for another command that uses the data.",
        rich_help_panel=PLACE,
    ),
]
Level = Annotated[
    str,
    typer.Option(
        help="event, touchpoint, page, channel, campaign, device, product, category, stage or any property."
    ),
]
Unit = Annotated[str, typer.Option(help="visit, journey, person or account.")]
Collapse = Annotated[bool, typer.Option("--collapse", help="A run of equal names is one touch.")]


@dataclass(frozen=True, slots=True)
class Place(Options):
    """Which data a command works on, and how long it waits for them."""

    data: Data = None
    shop: Shop = ""
    wait: Wait = DEFAULT_WAIT


@dataclass(frozen=True, slots=True)
class Scope(Options):
    """What every question may be narrowed by."""

    from_: Annotated[
        str,
        typer.Option(
            "--from", help="First day (included) or time stamp.", rich_help_panel=QUESTION
        ),
    ] = ""
    to: Annotated[
        str,
        typer.Option(
            "--to", help="Last day (included) or time stamp (excluded).", rich_help_panel=QUESTION
        ),
    ] = ""
    where: Annotated[
        str,
        typer.Option(
            "--where", help="Condition, e.g. \"device = 'phone'\".", rich_help_panel=QUESTION
        ),
    ] = ""
    conversion: Annotated[
        str,
        typer.Option(
            "--conversion", help="The event that counts as converted.", rich_help_panel=QUESTION
        ),
    ] = ""
    stages: Annotated[
        str, typer.Option("--stages", help="Key of the stage model.", rich_help_panel=QUESTION)
    ] = ""
    digital: Annotated[
        bool, typer.Option("--digital", help="Only digital touchpoints.", rich_help_panel=QUESTION)
    ] = False

    def params(self) -> dict[str, Any]:
        """The parameters that were given, by their outside names."""
        params = {
            "from": self.from_,
            "to": self.to,
            "where": self.where,
            "conversion": self.conversion,
            "stages": self.stages,
            "digital": self.digital,
        }
        return {name: value for name, value in params.items() if value}


def data_directory(given: Path | None) -> Path:
    """The data directory: as given, else from the environment, else ./etappe-data."""
    return given if given is not None else settings().data
