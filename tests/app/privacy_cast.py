"""A shop with Susa, whom nobody shall find again, and Kai, who stays: made of what really arrives."""

import json
from pathlib import Path
from typing import Any

from etappe.app.house import House
from etappe.app.shop import Shop

SUSA_EMAIL = "susa.brandt@jubel.example"
SUSA_PHONE = "0421 5550143"
SUSA = {
    "user_id": "kunde-4711",
    "anonymous_id": "browser-susa-1",
    "email": SUSA_EMAIL,
    "phone": SUSA_PHONE,
}
HOUR = 3_600_000_000
NOON = 1_777_896_000_000_000
SECRETS = (
    SUSA_EMAIL, "susa.brandt", SUSA_PHONE, "5550143", "kunde-4711", "browser-susa-1", "Susanne",
    "Am Wall 77", "konto-susa", "BEST-90001", "sitzung-susa",
)  # fmt: skip
"""Words of Susa of which no file may hold a byte afterwards."""

EVENTS: tuple[dict[str, Any], ...] = (
    {"anonymous_id": "browser-susa-1", "name": "page_view", "path": "/konto-susa", "visit_id": "sitzung-susa",
     "consent": "analytics,marketing", "properties": {"consent_version": "2026-03"}},
    SUSA | {"name": "sign_up", "properties": {"first_name": "Susanne", "address": {"street": "Am Wall 77"}}},
    SUSA | {"name": "purchase", "order_id": "BEST-90001", "value": 4990, "currency": "EUR", "product_id": "cap"},
    {"user_id": "kunde-1", "email": "kai@jubel.example", "name": "page_view", "path": "/"},
    {"user_id": "kunde-1", "name": "purchase", "order_id": "BEST-90002", "value": 1000, "currency": "EUR"},
    {"anonymous_id": "browser-9", "name": "page_view", "path": "/"},
)  # fmt: skip


def columns(*events: dict[str, Any], mark: str = "e", start: int = NOON) -> dict[str, list[Any]]:
    rows = []
    for place, event in enumerate(events):
        row = {
            "event_id": f"{mark}-{place}",
            "occurred_at": start + place * HOUR,
            "source": "web",
        } | event
        if "properties" in row:
            row["properties"] = json.dumps(row["properties"])
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name) for row in rows] for name in names}


def furnished(house: House, name: str = "laden") -> Shop:
    """The shop with everything of Susa in it, wherever something of a person can lie."""
    shop = house.shop(name, create=True)
    shop.events.append(columns(*EVENTS))
    number = shop.book.person_of("kunde-4711")
    assert number is not None
    shop.ask("flow", {"level": "path"})
    shop.records.openings.note(number, "tim@jubel.example")
    shop.records.segments.put("susa", "Nur Susa", "user = 'kunde-4711'", "tim@jubel.example")
    upload = shop.uploads.begin("kunden.csv", 40, "")
    with shop.uploads.writing(upload.id, 0) as (handle, _):
        shop.uploads.write(handle, f"id,mail\n1,{SUSA_EMAIL}\n".encode())
    return shop


def found_in(folder: Path) -> list[tuple[str, str]]:
    """Which words of Susa lie in which file below a folder."""
    return [
        (word, str(path.relative_to(folder)))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for word in SECRETS
        if word.lower().encode() in path.read_bytes().lower()
    ]
