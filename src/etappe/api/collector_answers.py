"""What the collector answers: in few bytes on success, as a problem (RFC 9457) with the next step otherwise."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec

from etappe.api.collector_guest import Guest
from etappe.api.collector_request import Asked
from etappe.base.errors import BadInput, EtappeError
from etappe.collect.live.decoding import Fault

Headers = list[tuple[bytes, bytes]]

MOST_ERRORS = 100
"""So many faults of one request are listed; all are counted."""
_RETRY_AFTER = 5
_CHALLENGE = 200
_KEEP_PREFLIGHT = b"86400"


class UnknownKey(BadInput):
    """The write key is not in effect, or none was sent."""

    code = "unknown_key"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "The write key is missing or not in effect.",
            next_step="Send one of the shop's keys (Sources in Etappe, or `etappe keys`): in Basic auth as user, in the body "
            "as writeKey, or in the address as write_key.",
            field="writeKey",
        )


class WrongSite(BadInput):
    """The shop does not take events from pages of this site."""

    code = "wrong_site"
    status = 403

    def __init__(self, origin: str) -> None:
        super().__init__(
            f"Pages of {origin[:200]} may not send to this shop.",
            next_step="Add the site to the allowed origins of the shop's tracking.",
            field="Origin",
        )


class ServersOnly(BadInput):
    """What is told here a browser's key, which everybody can read, may not tell."""

    code = "servers_only"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "A browser's key may not send here: it is public.",
            next_step="Make a key for servers (Sources in Etappe, or `etappe keys new --server`) and send with that.",
            field="writeKey",
        )


class WrongSignature(BadInput):
    """A secret was agreed with the platform, and this is not signed with it."""

    code = "wrong_signature"
    status = 401

    def __init__(self, system: str) -> None:
        super().__init__(
            f"This webhook of {system} is not signed with the secret that is kept for the key.",
            next_step="Copy the platform's secret to the key (Sources in Etappe, or `etappe keys sign`), or take it away there.",
            field="signature",
        )


class TooMany(BadInput):
    """The key has sent as many events as it may in this second."""

    code = "too_many"
    status = 429

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(
            f"This key may send {limit} events a second.", next_step="Wait, and send it again."
        )
        self.seconds = seconds


@dataclass(slots=True)
class Answer:
    """An answer: status, body and headers beside the usual ones; `guest` says who may read it in a browser."""

    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=list)
    media_type: bytes = b"application/json"
    guest: Guest | None = None
    open: bool = False


def accepted(events: int, guest: Guest) -> Answer:
    """All events are durable."""
    return Answer(200, b'{"success":true,"accepted":%d,"rejected":0}' % events, guest=guest)


def nothing_to_say(_: int, guest: Guest) -> Answer:
    """All events are durable, and the protocol answers without a body."""
    return Answer(204, guest=guest)


def json_answer(value: object, guest: Guest) -> Answer:
    """A value for the page that asked."""
    return Answer(200, msgspec.json.encode(value), guest=guest)


def greeted(asked: Asked, guest: Guest) -> Answer:
    """A platform looks whether the address of a webhook is right; Meta wants its own word back."""
    word = asked.query.get("hub.challenge", "")
    told = word.encode() if word.isascii() and word.isalnum() and len(word) <= _CHALLENGE else b""
    return Answer(200, told, media_type=b"text/plain", guest=guest)


def faults_found(faults: Sequence[Fault], events: int, guest: Guest) -> Answer:
    """Some events could not be taken; the others are durable."""
    told = {
        "accepted": events,
        "rejected": len(faults),
        "errors": [
            {"index": one.index, "field": one.field, "message": one.message, "next_step": one.next_step}
            for one in faults[:MOST_ERRORS]
        ],
    }  # fmt: skip
    detail = f"{len(faults)} of {len(faults) + events} events were not taken; the others are kept."
    first = faults[0]
    problem = _problem(400, "rejected_events", detail, first.next_step, first.field)
    return _answer(400, problem | told, guest)


def refused(error: EtappeError, guest: Guest | None = None) -> Answer:
    """The request as a whole was not taken; without a guest any page may read why."""
    problem = _problem(error.status, error.code, error.message, error.next_step, error.field)
    answer = _answer(error.status, problem, guest)
    # Who is told that a key or a site is wrong must be able to read it.
    answer.open = answer.guest is None
    if isinstance(error, TooMany):
        answer.headers.append((b"retry-after", str(error.seconds).encode()))
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers.append((b"retry-after", str(_RETRY_AFTER).encode()))
    elif error.status == HTTPStatus.UNAUTHORIZED:
        answer.headers.append((b"www-authenticate", b"Etappe-Write-Key"))
    elif error.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        answer.headers.append((b"connection", b"close"))
    return answer


def broken() -> Answer:
    """A fault of ours."""
    return _answer(500, _problem(500, "fault", "The request could not be answered.", "", ""), None)


def not_allowed(method: str) -> Answer:
    """The address is asked in another way, or (method "") is none."""
    if not method:
        detail = "Nothing takes events at this address."
        step = (
            "The addresses are in the guide of the collector: /v1/batch, /v1/events, /mp/collect …"
        )
        return _answer(404, _problem(404, "not_found", detail, step, ""), None)
    problem = _problem(405, "http", "This address is asked otherwise.", f"Use {method}.", "")
    answer = _answer(405, problem, None)
    answer.headers.append((b"allow", f"{method}, OPTIONS".encode()))
    return answer


def preflight(asked: Asked, guest: Guest | None) -> Answer:
    """A browser asks before it sends."""
    wanted = asked.headers.get("access-control-request-headers", "")
    headers: Headers = [
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-allow-headers", wanted.encode("latin-1") or b"content-type"),
        (b"access-control-max-age", _KEEP_PREFLIGHT),
    ]
    return Answer(204, b"", headers, guest=guest, open=True)


class TurnedAway(Exception):
    """A refusal to a sender who is known already: `guest` says which pages may read it."""

    def __init__(self, error: EtappeError, guest: Guest) -> None:
        super().__init__(error.message)
        self.error, self.guest = error, guest


async def sent(
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]], answer: Answer, asked: Asked
) -> None:
    """Send it. A browser page may read it if it may send: then its site is named."""
    headers: Headers = [
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
        *answer.headers,
    ]
    if answer.body:
        headers.append((b"content-type", answer.media_type))
    if asked.origin and (answer.guest is not None or answer.open):
        headers += [
            (b"access-control-allow-origin", asked.origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"origin"),
        ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send(
        {"type": "http.response.body", "body": b"" if asked.method == "HEAD" else answer.body}
    )


def _answer(status: int, value: dict[str, Any], guest: Guest | None) -> Answer:
    return Answer(
        status, msgspec.json.encode(value), media_type=b"application/problem+json", guest=guest,
        open=guest is None,
    )  # fmt: skip


def _problem(status: int, code: str, detail: str, next_step: str, field_: str) -> dict[str, Any]:
    return {
        "type": f"urn:etappe:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "next_step": next_step,
        "field": field_,
        "success": False,
    }
