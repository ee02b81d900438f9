"""Where events may be sent: each address with the decoder of its protocol and the answer it expects."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from etappe.api.collector_answers import Answer, accepted, nothing_to_say
from etappe.api.collector_guest import Guest
from etappe.collect.live.decoding import Decoder
from etappe.collect.live.ga4 import decode_ga4, decode_ga4_debug
from etappe.collect.live.native import decode_native
from etappe.collect.live.segment import decode_segment
from etappe.collect.live.webhooks import decode_webhook


@dataclass(frozen=True, slots=True)
class Route:
    """One address: the name of the call, how it is asked, who decodes it and what a sender is told on success.

    Without a decoder it is a question of a client for its settings; `key` is the write key in the address then.
    With `secret` only the key of a server may send: a browser's is public, and anybody could tell orders with it.
    A `webhook` of the platform `name` may be signed.
    """

    name: str
    method: str = "POST"
    decoder: Decoder | None = None
    thanks: Callable[[int, Guest], Answer] = accepted
    key: str = ""
    secret: bool = False
    webhook: bool = False


CALLS = ("track", "page", "screen", "identify", "group", "alias", "batch", "import")
SHORT = {"t": "track", "p": "page", "s": "screen", "i": "identify", "g": "group", "a": "alias", "b": "batch"}  # fmt: skip

_SEGMENT = {call: Route(call, decoder=decode_segment) for call in CALLS}
_DEBUG = "/debug/mp/collect"
ROUTES: dict[str, Route] = {
    **{f"/v1/{call}": route for call, route in _SEGMENT.items()},
    **{f"/v1/{short}": _SEGMENT[call] for short, call in SHORT.items()},
    **{f"/api/s/{call}": route for call, route in _SEGMENT.items()},
    **{f"/api/s/s2s/{call}": route for call, route in _SEGMENT.items()},
    "/v1/import": Route("import", decoder=decode_segment, secret=True),
    "/v1/events": Route("events", decoder=decode_native),
    "/mp/collect": Route("collect", decoder=decode_ga4, thanks=nothing_to_say),
    _DEBUG: Route("collect", decoder=decode_ga4_debug),
    "/sourceConfig": Route("sourceConfig", "GET"),
}
"""Every fixed address. A slash at the end does not matter."""

_WEBHOOKS, _PROJECTS = "/v1/webhooks/", "/v1/projects/"
_OURS = ("/v1/", "/mp/", "/debug/mp/", "/api/s/", "/sourceConfig")
_FOREIGN = ("/i", "/e", "/batch", "/com.snowplowanalytics.snowplow/tp2")
"""Where clients of Snowplow and PostHog send to: said to be none, instead of answered with a page."""
_NOWHERE = Route("", "")


def route_of(path: str) -> Route | None:
    """The route of an address; None if it is not the collector's. A wrong address of the collector has method ""."""
    if not path.startswith(_OURS):
        return _NOWHERE if path.rstrip("/") in _FOREIGN else None
    return _route(path.rstrip("/"))


@lru_cache(maxsize=1024)
def _route(path: str) -> Route:
    known = ROUTES.get(path)
    if known is not None:
        return known
    if path.startswith(_WEBHOOKS) and (name := path.removeprefix(_WEBHOOKS)):
        return Route(name, decoder=decode_webhook, secret=True, webhook=True)
    if path.startswith(_PROJECTS) and path.endswith("/settings"):
        key = path.removeprefix(_PROJECTS).removesuffix("/settings")
        return Route("settings", "GET", key=key)
    return _NOWHERE
