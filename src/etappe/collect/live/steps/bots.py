"""Bots: what a machine sent is counted and not kept. Whether it is one, its user agent says."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from etappe.collect.live.reasons import BOT
from etappe.collect.live.way import Passing, Surroundings

_MOST_AGENTS = 20_000


def drop_bots(batch: Sequence[Passing], _: Surroundings) -> None:
    """Drop what crawlers, monitors, previews and remote-controlled browsers sent.

    An event without a user agent is not judged: servers and apps send none, and a browser's header stands in for it.
    """
    for passing in batch:
        agent = passing.draft.user_agent
        if agent and is_bot(agent):
            passing.dropped = BOT
            passing.note("bots", "machine", agent[:120])


@lru_cache(maxsize=_MOST_AGENTS)
def is_bot(agent: str) -> bool:
    """Whether a user agent is one of a machine, by isbot's list."""
    return _pattern().search(agent) is not None


@cache
def _pattern() -> re.Pattern[str]:
    text = files("etappe.collect").joinpath("data", "bots.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(lines), re.IGNORECASE | re.ASCII)
