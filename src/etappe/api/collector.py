"""The collector's door: a bare ASGI function in front of the API, for the addresses that shops send events to.

It answers 200 only when the events are fsynced. What needs no fast answer (settings of clients) is here too, because
the same clients ask it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from etappe.api import collector_answers as answers
from etappe.api.collector_admission import Doorkeeper
from etappe.api.collector_answers import Answer
from etappe.api.collector_bodies import Bodies
from etappe.api.collector_guest import Guest
from etappe.api.collector_packed import unpacked
from etappe.api.collector_request import Asked, check_depth
from etappe.api.collector_routes import Route, route_of
from etappe.api.collector_settings import client_settings, source_config
from etappe.api.collector_settling import Settling
from etappe.app.house import House
from etappe.base.clock import now_us
from etappe.base.errors import BadInput, Busy, EtappeError, StorageFault
from etappe.collect.live.decoding import Arrival, Decoded
from etappe.collect.live.reasons import INVALID
from etappe.collect.live.tally import sample_of

log = logging.getLogger("etappe.collect")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

IN_A_THREAD_FROM = 256 * 1024
"""A larger body is decoded beside the event loop, so that small requests do not wait for it."""


class CollectorDoor:
    """Answers what is for the collector and hands everything else to the application behind it."""

    def __init__(self, application: Application, house: House) -> None:
        self._application = application
        self._doorkeeper = Doorkeeper(house)
        self._settling = Settling()
        self._bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request (ASGI)."""
        route = route_of(scope["path"]) if scope["type"] == "http" else None
        if route is None:
            await self._application(scope, receive, send)
            return
        asked = Asked.of(scope)
        try:
            answer = await self._answered(route, asked, receive)
        except answers.TurnedAway as away:
            answer = answers.refused(away.error, away.guest)
        except EtappeError as error:
            answer = answers.refused(error)
        except Exception:  # a fault of ours: said as one, and nobody else's connection suffers
            log.exception("A request could not be answered.")
            answer = answers.broken()
        await answers.sent(send, answer, asked)

    async def _answered(self, route: Route, asked: Asked, receive: Receive) -> Answer:
        if asked.method == "OPTIONS":
            return await self._doorkeeper.preflight(asked)
        if route.webhook and asked.method == "GET":
            texts = [*asked.keys(), asked.query.get("hub.verify_token", "")]
            return answers.greeted(asked, await self._doorkeeper.guest(asked, *texts))
        if asked.method != route.method and not (route.method == "GET" and asked.method == "HEAD"):
            return answers.not_allowed(route.method)
        if route.decoder is None:
            texts = [route.key] if route.key else asked.keys()
            guest = await self._doorkeeper.guest(asked, *texts)
            if route.name == "sourceConfig":
                return answers.json_answer(source_config(guest.text), guest)
            return answers.json_answer(client_settings(guest.text, asked), guest)
        return await self._collected(route, asked, receive)

    async def _collected(self, route: Route, asked: Asked, receive: Receive) -> Answer:
        sent = await self._bodies.read(asked, receive)
        body = unpacked(sent)
        check_depth(body)
        guest = await self._doorkeeper.early(asked)
        if route.webhook and guest is not None:
            self._doorkeeper.check_signature(guest, route.name, sent, asked)
        arrival = Arrival(route.name, now_us(), asked.headers, asked.query)
        try:
            decoded = await _decoded(route, body, arrival)
        except BadInput as error:
            if guest is None:
                raise
            guest.collector.tally.count(INVALID, key=guest.key.id)
            raise answers.TurnedAway(error, guest) from error
        if guest is None:
            guest = await self._doorkeeper.guest(asked, decoded.write_key)
        if route.secret and guest.key.kind != "server":
            raise answers.TurnedAway(answers.ServersOnly(), guest)
        self._doorkeeper.check_rate(guest, len(decoded.drafts))
        if decoded.answer is not None and not decoded.keep:
            return Answer(200, decoded.answer, guest=guest)
        accepted = await self._kept(guest, asked, decoded)
        if decoded.faults:
            _tell_faults(guest, decoded, body, arrival)
            return answers.faults_found(decoded.faults, accepted, guest)
        return route.thanks(accepted, guest)

    async def _kept(self, guest: Guest, asked: Asked, decoded: Decoded) -> int:
        """Make the events durable; how many were taken. Raises Busy or StorageFault if they could not be."""
        drafts = guest.collector.admit(decoded.drafts, guest.key, guest.address(asked))
        if drafts:
            error = await self._settling.settled(lambda settle: guest.collector.put(drafts, settle))
            if error is not None:
                raise answers.TurnedAway(error, guest)
        return len(decoded.drafts)


async def _decoded(route: Route, body: bytes, arrival: Arrival) -> Decoded:
    assert route.decoder is not None
    try:
        if len(body) > IN_A_THREAD_FROM:
            return await asyncio.to_thread(route.decoder, body, arrival)
        return route.decoder(body, arrival)
    except (BadInput, Busy, StorageFault):
        raise
    except Exception as error:  # whatever a stranger sends must not be our fault; the log has it
        log.exception("A body could not be decoded.")
        raise BadInput("The body cannot be read.", next_step="Send JSON in UTF-8.") from error


def _tell_faults(guest: Guest, decoded: Decoded, body: bytes, arrival: Arrival) -> None:
    """Count what was wrong, keep the first as an example, and show it to who watches."""
    collector = guest.collector
    source = decoded.drafts[0].source if decoded.drafts else ""
    for fault in decoded.faults:
        collector.tally.count(fault.reason, source, key=guest.key.id)
    if not collector.tally.sated:
        first = decoded.faults[0]
        told = f"{first.message}\n{first.next_step}".strip()
        example = sample_of(body, first.index)
        collector.tally.show(first.reason, first.field, told, example, source)
    collector.watch_faults(decoded.faults, source, arrival.received_us, guest.key.id)
