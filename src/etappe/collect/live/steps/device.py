"""Device: phone, tablet, desktop or app, and the browser, from the user agent; each agent is looked at once."""

from collections.abc import Sequence

from etappe.collect.live.way import Passing, Surroundings
from etappe.collect.logs.agents import seen_agent

_LONGEST_LANGUAGE = 35


def put_device(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put device, browser, country and language into the row."""
    for passing in batch:
        draft, row = passing.draft, passing.row
        app = draft.source == "app" or draft.kind == "screen"
        if app:
            row.setdefault("device", "app")
        if draft.user_agent:
            agent = seen_agent(draft.user_agent)
            if agent.device:
                row.setdefault("device", agent.device)
            if agent.browser and not app:
                row.setdefault("browser", agent.browser)
        if draft.country:
            row["country"] = draft.country.strip().upper()[:2]
        if draft.language:
            row["language"] = draft.language.strip().replace("_", "-")[:_LONGEST_LANGUAGE]
