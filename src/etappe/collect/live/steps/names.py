"""Names: a name is kept as it was sent; aliases are resolved when journeys are built, so that a changed rule re-reads the past."""

from collections.abc import Sequence

from etappe.collect.live.way import Passing, Surroundings
from etappe.events.shipped import shipped_words
from etappe.events.sides import canonical


def put_name(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put the name into the row, without line breaks and doubled spaces."""
    for passing in batch:
        name = passing.draft.name
        passing.row["name"] = name if name.isidentifier() else " ".join(name.split())
        if passing.notes is not None:
            _say(passing)


def _say(passing: Passing) -> None:
    name = passing.row["name"]
    standard = canonical(name)
    if standard != name:
        passing.note("names", "alias", standard)
    elif name not in shipped_words().events:
        passing.note("names", "own", name)
