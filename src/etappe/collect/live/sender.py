"""The sender of a request: what its headers say of the browser, if a browser it is."""

from typing import NamedTuple

from etappe.collect.live.decoding import Arrival


class Sender(NamedTuple):
    """User agent and language of the browser that sent; None if a server sent, or if nothing is said."""

    user_agent: str | None = None
    language: str | None = None


NOT_TOLD = Sender()
_LONGEST_AGENT = 1_000


def sender_of(arrival: Arrival) -> Sender:
    """What the headers say. Every browser calls itself Mozilla (or Opera); libraries on servers call themselves by name."""
    agent = arrival.headers.get("user-agent", "")
    if not agent.startswith(("Mozilla/", "Opera/")):
        return NOT_TOLD
    first = arrival.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return Sender(agent[:_LONGEST_AGENT], first if first not in {"", "*"} else None)
