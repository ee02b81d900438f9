"""Options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated, Any

import typer

from etappe.base.settings import settings

QUESTION, PLACE = "Narrow the question", "Where and how"

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Data directory (or ETAPPE_DATA).", rich_help_panel=PLACE),
]
Shop = Annotated[str, typer.Option("--shop", help="The shop's name.", rich_help_panel=PLACE)]
Json = Annotated[
    bool, typer.Option("--json", help="Print the answer as JSON.", rich_help_panel=PLACE)
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
From = Annotated[
    str,
    typer.Option("--from", help="First day (included) or time stamp.", rich_help_panel=QUESTION),
]
To = Annotated[
    str,
    typer.Option(
        "--to", help="Last day (included) or time stamp (excluded).", rich_help_panel=QUESTION
    ),
]
Where = Annotated[
    str,
    typer.Option("--where", help="Condition, e.g. \"device = 'phone'\".", rich_help_panel=QUESTION),
]
Conversion = Annotated[
    str,
    typer.Option(
        "--conversion", help="The event that counts as converted.", rich_help_panel=QUESTION
    ),
]
StageModel = Annotated[
    str, typer.Option("--stages", help="Key of the stage model.", rich_help_panel=QUESTION)
]
Digital = Annotated[
    bool, typer.Option("--digital", help="Only digital touchpoints.", rich_help_panel=QUESTION)
]

DEFAULT_WAIT = 600.0


def data_directory(given: Path | None) -> Path:
    """The data directory: as given, else from the environment, else ./etappe-data."""
    return given if given is not None else settings().data


def scope_params(
    from_: str, to: str, where: str, conversion: str, stages: str, digital: bool
) -> dict[str, Any]:
    """The parameters of the scope that were given."""
    params = {
        "from": from_,
        "to": to,
        "where": where,
        "conversion": conversion,
        "stages": stages,
    }
    given: dict[str, Any] = {name: value for name, value in params.items() if value}
    return {**given, "digital": True} if digital else given
