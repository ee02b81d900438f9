"""The HTTP application: every router in one table, problems, headers, the UI."""

import gc
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import BaseModel

from etappe import __version__
from etappe.api import (
    account_decisions,
    account_files,
    accounts,
    backup,
    calendar,
    changes,
    collector_state,
    coverage,
    demo,
    event_words,
    events,
    findings,
    first_steps,
    flow,
    funnel,
    identity,
    imports,
    keys,
    kpis,
    links,
    live,
    live_test,
    map,
    notes,
    paths,
    people,
    privacy,
    problems,
    rejected,
    searches,
    segments,
    session,
    setting_changes,
    shops,
    sources,
    stage_models,
    stages,
    static,
    tables,
    touchpoints,
    tour,
    tracker,
    tracking,
    uploads,
    users,
    words_preview,
)
from etappe.api.access import TheHouse
from etappe.api.answers import JSON
from etappe.api.collector import CollectorDoor
from etappe.api.schema import openapi_of
from etappe.app.demo_reset import DemoResets
from etappe.app.house import House
from etappe.base.errors import EtappeError
from etappe.base.heavy import warm_up
from etappe.jobs.clock import Clock

log = logging.getLogger("etappe.api")

ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    users.router,
    shops.router,
    flow.router,
    funnel.router,
    paths.router,
    stages.router,
    kpis.router,
    tables.router,
    events.router,
    findings.router,
    calendar.router,
    coverage.router,
    tour.router,
    demo.router,
    searches.router,
    identity.router,
    notes.router,
    people.router,
    accounts.router,
    account_decisions.router,
    account_files.router,
    privacy.router,
    segments.router,
    map.router,
    stage_models.router,
    touchpoints.router,
    event_words.router,
    words_preview.router,
    changes.router,
    setting_changes.router,
    collector_state.router,
    imports.router,
    backup.router,
    uploads.router,
    first_steps.router,
    sources.router,
    keys.router,
    links.router,
    live.router,
    live_test.router,
    rejected.router,
    tracking.router,
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}


class Health(BaseModel):
    """The server is up; which version it is.

    `status` is "degraded" while arriving events cannot be taken in as they should; `alarms` say where: the journal's
    disk, the drain into the database, or events and files that were set aside (poison, damaged).
    """

    status: Literal["ok", "degraded"]
    version: str
    alarms: list[str]


def create(house: House, token: str) -> FastAPI:
    """The application over `house`; `token` is what the machine's own command line shows."""
    app = _described()
    app.state.house = house
    app.state.token = token
    app.state.demo_resets = DemoResets(house)
    app.middleware("http")(_put_headers)
    problems.install(app)
    app.include_router(tracker.router)
    app.include_router(links.short_links)
    static.install(app)
    return app


def serving(house: House, token: str) -> CollectorDoor:
    """What a server runs: the collector in front of the application."""
    return CollectorDoor(create(house, token), house)


def schema() -> dict[str, Any]:
    """The OpenAPI document, without opening any data (for docs/openapi.json)."""
    return openapi_of(_described())


class Described(FastAPI):
    """An application whose OpenAPI document says exactly what the encoder sends."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        return openapi_of(self)


def _described() -> FastAPI:
    app = Described(
        title="Etappe",
        version=__version__,
        summary="Customer journeys of online shops.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.get("/api/health", tags=["health"])(health)
    app.head("/api/health", include_in_schema=False)(health)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    return app


def health(house: TheHouse) -> Health:
    """Whether the server answers and takes events in; open to everybody, says nothing about data."""
    alarms = house.alarms()
    return Health(status="degraded" if alarms else "ok", version=__version__, alarms=alarms)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    clock = Clock(app.state.house)
    clock.start()
    # Kernels load once the port is open: pages without them work meanwhile.
    threading.Thread(target=_begin, args=(app.state.house,), name="warm-up", daemon=True).start()
    yield
    clock.stop()
    # Else the database's module finds its frozen objects alive at the end, and fills the terminal with them.
    gc.unfreeze()


def _begin(house: House) -> None:
    """What is begun beside the first requests."""
    try:
        house.open_waiting()
    except EtappeError:
        log.exception("What was left in a journal could not be drained.")
    warm_up()
    # What is loaded by now stays: a look through all of it for what is unused stops every thread for 0.16 s.
    gc.collect()
    gc.freeze()


async def _put_headers(
    request: Request, go_on: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await go_on(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.headers.get("content-type", "").startswith(JSON):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
