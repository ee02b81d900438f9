"""TSV Ahornbach: four people, 28 days, one order of 8,120 euros net."""

from etappe.demo.calendar import moment
from etappe.demo.catalogue import INVOICE, product
from etappe.demo.companies import AHORNBACH
from etappe.demo.keys import DESKTOP, PHONE
from etappe.demo.orders import COMPANY_ORDER, Orders, single_order
from etappe.demo.script import Line, Scribe
from etappe.demo.sheet import Cell, Sheet

JUTTA, PIT, OLAF, MIRIAM = 1, 2, 3, 4
VALUE = 812_000
_TEAM = {
    "path": "/produkt/teamsatz-trikots",
    "title": "Teamsatz Trikots mit Beflockung",
    "product_id": "teamsatz-trikots",
}
_LIST = {"path": "/kategorie/teamausstattung", "title": "Teamausstattung"}
_ORDERED = {"category": "Teamausstattung", "payment_method": "invoice", "shipping": "Versand",
            "ship_to": "eigene Adresse", "customer": "Firma"}  # fmt: skip


def ahornbachs_order() -> Orders:
    """The club's order, placed by its treasurer on Thursday, 2 April 2026 at 9:41."""
    return single_order(
        person=MIRIAM, time=moment(4, 2, 9) + 41 * 60_000_000, device=DESKTOP,
        product=product("teamsatz-trikots"), value=VALUE, kind=COMPANY_ORDER, company=AHORNBACH,
        payment=INVOICE, told_twice=True,
    )  # fmt: skip


def tell_ahornbach(sheet: Sheet, order: int) -> None:
    """Initiator, user, decider and buyer, each with their own visits."""
    scribe = Scribe(sheet, 2, account_id="tsv-ahornbach", host="verein.jubelware.example")
    _visit(scribe, JUTTA, "Jugendleiterin", (3, 5), (
        ("08:41:00", "page_view", {"path": "/", "title": "Vereinsbedarf"}),
        ("08:42:10", "view_item_list", _LIST),
        ("08:43:30", "view_item", _TEAM),
        ("08:49:00", "sign_up", {"path": "/registrieren", "user_id": JUTTA + 1, "email": JUTTA + 1}),
    ), referrer="https://www.google.com/")  # fmt: skip
    _visit(scribe, PIT, "Trainer", (3, 9), (
        ("21:02:00", "login", {"path": "/anmelden"}),
        ("21:02:40", "view_item", _TEAM),
        ("21:05:10", "size_guide_viewed", {"path": "/hilfe/groessen", "title": "Größenberatung"}),
        ("21:07:00", "review_read", {"path": "/produkt/teamsatz-trikots/bewertungen"}),
    ), device=PHONE)  # fmt: skip
    _visit(scribe, JUTTA, "Jugendleiterin", (3, 12), (
        ("18:20:00", "login", {"path": "/anmelden"}),
        ("18:21:00", "view_item", _TEAM),
        ("18:26:00", "quote_requested", {"path": "/angebot", "title": "Angebot anfragen"}),
    ))  # fmt: skip
    quote: dict[str, object] = {"properties": {"net": "8.120,00 €"}}
    scribe.touch(
        (3, 13), ("10:15:00", "quote_sent", quote), source="erp", user_id=JUTTA + 1, host=None
    )
    _visit(scribe, OLAF, "1. Vorsitzender", (3, 18), (
        ("12:31:00", "login", {"path": "/anmelden"}),
        ("12:32:00", "view_item", _TEAM),
        ("12:34:00", "shipping_info_viewed", {"path": "/hilfe/versand", "title": "Versand und Lieferzeit"}),
    ))  # fmt: skip
    scribe.touch((3, 24), ("16:05:00", "call", {"properties": {"topic": "Beflockung und Lieferung vor Saisonstart"}}),
                 source="telephony", channel="phone", user_id=OLAF + 1, phone=OLAF + 1, host=None)  # fmt: skip
    _visit(scribe, PIT, "Trainer", (3, 27), (
        ("20:40:00", "login", {"path": "/anmelden"}),
        ("20:41:00", "view_item", _TEAM),
        ("20:44:00", "cart_saved", {"path": "/warenkorb"}),
    ))  # fmt: skip
    _tell_the_order(scribe, order)


def _tell_the_order(scribe: Scribe, order: int) -> None:
    money = {"value": VALUE, "currency": "EUR", "product_id": "teamsatz-trikots"}
    _visit(scribe, MIRIAM, "Kassenwartin", (4, 2), (
        ("09:30:00", "login", {"path": "/anmelden"}),
        ("09:31:00", "view_item", _TEAM),
        ("09:33:00", "add_to_cart", {**_TEAM, **money}),
        ("09:35:00", "begin_checkout", {"path": "/kasse", **money}),
        ("09:37:00", "add_shipping_info", {"path": "/kasse/versand"}),
        ("09:39:00", "add_payment_info", {"path": "/kasse/zahlung", "properties": {"payment_method": "invoice"}}),
        ("09:41:00", "purchase", {"path": "/kasse/danke", "email": MIRIAM + 1, **money, "order_id": order + 1, "properties": _ORDERED}),
    ))  # fmt: skip
    erp: dict[str, Cell] = {
        "source": "erp",
        "order_id": order + 1,
        "user_id": MIRIAM + 1,
        "host": None,
    }
    for day, clock, name in (
        ((4, 2), "09:42:00", "order_confirmed"),
        ((4, 9), "08:10:00", "order_picked"),
        ((4, 10), "14:00:00", "order_shipped"),
        ((4, 14), "11:05:00", "order_delivered"),
        ((4, 14), "15:00:00", "invoice_issued"),
        ((4, 27), "10:00:00", "order_paid"),
    ):
        scribe.touch(day, (clock, name, {}), **erp)


def _visit(
    scribe: Scribe,
    person: int,
    role: str,
    day: tuple[int, int],
    lines: tuple[Line, ...],
    device: int = DESKTOP,
    referrer: str | None = None,
) -> None:
    """One visit of one of the four; from the sign-in on their name and role are known."""
    named: list[Line] = []
    known: dict[str, object] = {}
    for clock, name, cells in lines:
        if name in ("login", "sign_up"):
            known = {"user_id": person + 1}
            cells = {**cells, "properties": {"role": role}}
        named.append((clock, name, {**cells, **known}))
    scribe.visit(person, device, day, named, referrer=referrer)
