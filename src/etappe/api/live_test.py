"""/api/shops/{shop}/live/test: one test event through the collector's own door, as any source sends it."""

import base64
import uuid
from typing import Any

import httpx2
from fastapi import APIRouter, Request
from pydantic import BaseModel

from etappe.api.access import Editor, TheHouse, TheShop
from etappe.api.answers import PROBLEMS
from etappe.api.collector import CollectorDoor
from etappe.api.problems import Problem
from etappe.app.shop import Shop
from etappe.base.clock import now
from etappe.base.errors import Conflict, from_problem

router = APIRouter(
    tags=["sources"],
    responses={**PROBLEMS, 409: {"model": Problem, "description": "No key to send with."}},
)

PAGE = "/etappe-test"
DEVICE = "etappe-test"
"""The key of the device that test events come from: one person, whoever sends them."""

AGENT = "Mozilla/5.0 (Etappe test)"
"""Not the caller's own: that of a terminal would be taken for a machine's, and the event dropped."""


class TestEvent(BaseModel):
    """The event that was sent, and the name of the key it was sent with."""

    event_id: str
    key: str


@router.post("/shops/{shop}/live/test", status_code=201)
async def send_test_event(
    request: Request, house: TheHouse, shop: TheShop, caller: Editor
) -> TestEvent:
    """Send a page view by the shop's first browser key; it is marked as the caller's, so no figure counts it.

    Conflict if the shop has no browser key in effect. Whatever the door refuses is told as it tells any source.
    """
    name, key = _first_key(shop)
    event_id = f"test-{uuid.uuid4()}"
    basic = base64.b64encode(f"{key}:".encode()).decode()
    transport = httpx2.ASGITransport(app=CollectorDoor(request.app, house))
    async with httpx2.AsyncClient(transport=transport, base_url=str(request.base_url)) as client:
        answer = await client.post(
            "/v1/page",
            json=_page(event_id, str(request.base_url), caller.email),
            headers={"Authorization": f"Basic {basic}", "User-Agent": AGENT},
        )
    if not answer.is_success:
        raise from_problem({"next_step": "", "field": "", **answer.json()})
    return TestEvent(event_id=event_id, key=name)


def _first_key(shop: Shop) -> tuple[str, str]:
    for key in shop.records.write_keys.all():
        if key.kind == "browser" and key.revoked_at is None:
            return key.name, key.key
    raise Conflict(
        "The shop has no browser key in effect.",
        next_step="Make one under Sources, or: etappe keys new Shop",
        field="key",
    )


def _page(event_id: str, base: str, by: str) -> dict[str, Any]:
    moment = now().isoformat()
    return {
        "type": "page",
        "messageId": event_id,
        "anonymousId": DEVICE,
        "timestamp": moment,
        "sentAt": moment,
        "context": {
            "page": {"url": base.rstrip("/") + PAGE, "path": PAGE, "title": "Etappe"},
            "userAgent": AGENT,
            "staff": by,
            "consent": {"categoryPreferences": {"analytics": True}},
        },
    }
