"""Privacy on the files themselves, when no server runs: what the door `local` reads and does under 'privacy/'."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote

from etappe.analysis.period import zone_of
from etappe.app.consent import agree, consent_of, withdraw
from etappe.app.forgetting import receipts
from etappe.app.fulfilment import export_for, forget_for
from etappe.app.person_export import as_json
from etappe.app.person_export_page import as_page
from etappe.app.privacy import privacy
from etappe.app.privacy_record import as_html, as_markdown, record
from etappe.app.requests import close_request, note_request
from etappe.app.retention import retention, run_retention, set_retention
from etappe.app.sealing_before import seal_before
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.messages import Language
from etappe.base.roles import Role

READS: dict[str, Callable[[Shop], Any]] = {
    "": privacy,
    "retention": retention,
    "receipts": receipts,
    "requests": lambda shop: shop.records.requests.all(),
}
ACTS: dict[str, Callable[[Shop, Any], Any]] = {
    "forgetting": lambda shop, wish: forget_for(shop, wish, COMMAND_LINE),
    "sealing": lambda shop, _: seal_before(shop),
    "retention/run": lambda shop, wish: run_retention(shop, dry=wish["dry"]),
    "consent": lambda shop, wish: (
        agree(shop, wish["person"], wish["purposes"])
        if wish["agree"]
        else withdraw(shop, wish["person"], wish["purposes"], COMMAND_LINE)
    ),
    "requests": lambda shop, wish: note_request(
        shop, wish["kind"], wish["key"], COMMAND_LINE,
        date.fromisoformat(wish["received"]) if wish.get("received") else None,
    ),
}  # fmt: skip


def read(shop: Shop, what: str) -> Any:
    """'' (the whole state), 'retention', 'receipts', 'requests', 'consent/KEY'."""
    head, _, key = what.partition("/")
    return consent_of(shop, unquote(key)) if head == "consent" else READS[what](shop)


def act(shop: Shop, what: str, value: Any) -> Any:
    """'forgetting', 'sealing', 'retention/run', 'consent', 'requests', 'requests/7/closing'."""
    head, _, rest = what.partition("/")
    if head == "requests" and rest:
        number = int(rest.partition("/")[0])
        return close_request(shop, number, value["state"], COMMAND_LINE)
    return ACTS[what](shop, value)


def write(shop: Shop, what: str, value: Any) -> Any:
    """'retention': days by kind."""
    return {"retention": set_retention}[what](shop, value)


def file(
    shop: Shop, what: str, wish: Any, params: Mapping[str, str], users: Mapping[Role, int]
) -> bytes:
    """'export' or 'record' as the file that HTTP sends; `users` counts who may sign in."""
    language: Language = "en" if params.get("language") == "en" else "de"
    page = params.get("format") == "html"
    if what == "record":
        parts = record(shop, language, users)
        return as_html(parts, language) if page else as_markdown(parts)
    made = export_for(shop, wish, COMMAND_LINE)
    if page:
        return as_page(made, language, zone_of(shop.records.settings().zone))
    return as_json(made)
