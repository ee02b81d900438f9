"""Fulfilling a request: a deletion or an export that closes the request it answers."""

from collections.abc import Collection, Mapping
from typing import Any

from etappe.app.forgetting import ForgetReceipt, forget
from etappe.app.person_export import PersonExport, person_export
from etappe.app.requests import close_request
from etappe.app.shop import Shop
from etappe.base.errors import Conflict


def forget_for(
    shop: Shop, wish: Mapping[str, Any], by: str, busy: Collection[str] = ()
) -> ForgetReceipt:
    """Forget the person of a wish, and close its request with the receipt. Conflict for a closed request."""
    _check(shop, wish.get("request"))
    receipt = forget(
        shop,
        wish["person"],
        by,
        reason=wish.get("reason", ""),
        orders_stay=wish.get("orders_stay", True),
        later=wish.get("later", False),
        busy=busy,
    )
    if wish.get("request"):
        close_request(shop, wish["request"], "done", by, receipt=receipt.receipt)
        # The person's key leaves the file with the request's.
        shop.records.rewrite()
    return receipt


def export_for(shop: Shop, wish: Mapping[str, Any], by: str) -> PersonExport:
    """Export the person of a wish, and close its request. Conflict for a closed request."""
    _check(shop, wish.get("request"))
    made = person_export(shop, wish["person"], by)
    if wish.get("request"):
        close_request(shop, wish["request"], "done", by)
    return made


def _check(shop: Shop, request: int | None) -> None:
    if request is not None and shop.records.requests.one(request).state != "open":
        raise Conflict(f"Request {request} is closed already.", field="request")
