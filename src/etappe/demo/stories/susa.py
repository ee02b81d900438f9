"""Susa looks for a present for Leo: an ad on the phone, a search at the laptop, a coin at the door."""

from etappe.demo.calendar import MINUTE, moment
from etappe.demo.catalogue import PAYPAL, product
from etappe.demo.keys import DESKTOP, DEVICES, PHONE
from etappe.demo.orders import Orders, single_order
from etappe.demo.script import Scribe
from etappe.demo.sheet import Cell, Sheet

SUSA = 0
TUESDAY, THURSDAY, FRIDAY, SATURDAY, A_WEEK_LATER = (5, 5), (5, 7), (5, 8), (5, 9), (5, 16)
_COIN = "gedenkmuenze-meisterwurf"
_COIN_PAGE = {
    "path": f"/produkt/{_COIN}",
    "title": "Gedenkmünze „Meisterwurf“ (Milo Hardenberg)",
    "product_id": _COIN,
}


def susas_order() -> Orders:
    """Her order: the coin for 50 euros, a present, paid by PayPal."""
    return single_order(
        person=SUSA, time=moment(*THURSDAY, 20) + 9 * MINUTE, device=DESKTOP, product=product(_COIN),
        value=5_000, payment=PAYPAL, gift=True, told_twice=True,
    )  # fmt: skip


def tell_susa(sheet: Sheet, order: int) -> None:
    """Write her touches and the shop's; `order` is the number of her order."""
    scribe = Scribe(sheet, 0, currency=None)
    reel: dict[str, Cell] = {
        "utm_source": "instagram", "utm_medium": "paid_social", "utm_campaign": "milo-meisterwurf", "utm_content": "reel",
    }  # fmt: skip
    scribe.touch(
        TUESDAY, ("21:14:01", "ad_click", {}), source="ads", host="www.instagram.com", device="phone",
        anonymous_id=SUSA * len(DEVICES) + PHONE + 1, **reel,
    )  # fmt: skip
    scribe.visit(SUSA, PHONE, TUESDAY, (
        ("21:14:05", "page_view", {"path": f"/aktion/{_COIN}", "title": "Aktion"}),
        ("21:14:38", "view_item", _COIN_PAGE),
    ), host="jubelware.example", browser="Safari", consent="analytics,marketing",
       referrer="https://www.instagram.com/", **reel)  # fmt: skip
    money = {"value": 5_000, "currency": "EUR", "product_id": _COIN}
    known: dict[str, Cell] = {"user_id": SUSA + 1, "email": SUSA + 1}
    scribe.visit(SUSA, DESKTOP, THURSDAY, (
        ("20:01:12", "page_view", {"path": "/", "title": "Fanartikel mit Herz"}),
        ("20:01:40", "search", {"path": "/suche", "properties": {"query": "Milo", "results": 3}}),
        ("20:01:47", "search_suggestion_chosen", {"path": "/suche", "properties": {"query": "Milo", "suggestion": "Milo Hardenberg"}}),
        ("20:02:10", "view_item", _COIN_PAGE),
        ("20:04:31", "add_to_cart", {**_COIN_PAGE, **money}),
        ("20:05:02", "begin_checkout", {"path": "/kasse", **money}),
        ("20:06:15", "sign_up", {"path": "/registrieren", **known, "properties": {"name": "Susa", "buys_for": "Leo"}}),
        ("20:06:50", "add_shipping_info", {"path": "/kasse/versand", **known, "properties": {"ship_to": "andere Adresse"}}),
        ("20:07:20", "add_payment_info", {"path": "/kasse/zahlung", **known, "properties": {"payment_method": "paypal"}}),
        ("20:09:00", "purchase", {"path": "/kasse/danke", "title": "Danke", "referrer": "https://www.paypal.com/", **known, **money,
                                  "order_id": order + 1, "properties": {"category": "Sammeln", "payment_method": "paypal", "shipping": "Versand",
                                                                        "ship_to": "andere Adresse", "customer": "Neukundschaft"}}),
    ), host="jubelware.example", browser="Firefox", consent="analytics,marketing")  # fmt: skip
    _tell_the_shop(sheet, order, known)


def _tell_the_shop(sheet: Sheet, order: int, known: dict[str, Cell]) -> None:
    shop = Scribe(sheet, 1, order_id=order + 1)
    erp: dict[str, Cell] = {"source": "erp", "user_id": SUSA + 1}
    parcel = {"properties": {"carrier": "DHL", "promised": "2–3 Tage"}}
    shop.touch(
        THURSDAY,
        ("20:09:06", "purchase", {"value": 5_000, "currency": "EUR", "product_id": _COIN}),
        source="server",
        **known,
    )
    shop.touch(THURSDAY, ("20:09:30", "order_confirmed", {}), **erp, email=SUSA + 1)
    shop.touch(THURSDAY, ("20:10:00", "order_paid", {}), **erp)
    shop.touch(FRIDAY, ("07:40:00", "order_picked", {}), **erp)
    shop.touch(FRIDAY, ("13:25:00", "order_shipped", parcel), **erp)
    shop.visit(SUSA, PHONE, FRIDAY, (
        ("16:52:00", "order_status_viewed", {"path": "/konto/bestellung", "title": "Bestellstatus"}),
    ), host="jubelware.example", browser="Safari", user_id=SUSA + 1)  # fmt: skip
    shop.touch(SATURDAY, ("11:20:00", "order_delivered", parcel), source="carrier")
    shop.visit(SUSA, DESKTOP, A_WEEK_LATER, (
        ("18:30:00", "review_posted", {"path": "/bewerten", "product_id": _COIN,
                                       "properties": {"rating": 5, "text": "Leo hat sich riesig gefreut."}}),
    ), host="jubelware.example", browser="Firefox", user_id=SUSA + 1)  # fmt: skip
