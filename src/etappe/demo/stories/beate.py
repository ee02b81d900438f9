"""Beate Vogt shops six times in the name of Getränke Hollmann and notes nine hurdles."""

from etappe.demo.keys import DESKTOP
from etappe.demo.script import Line, Scribe
from etappe.demo.sheet import Cell, Sheet

SILKE = 6
STAFF = "Beate Vogt"
HURDLES = (
    ("checkout", "Zehn Lieferadressen lassen sich nur einzeln eintippen."),
    ("price", "Der vereinbarte Staffelpreis steht erst in der Kasse."),
    ("search", "„Schal 1000 Stück“ findet nichts."),
    ("cart", "Mengen über 999 werden stillschweigend gekürzt."),
    ("checkout", "Die Kostenstelle der Filialen hat kein Feld."),
    ("delivery", "Liefertermine je Filiale sind nicht wählbar."),
    ("account", "Die zweite Freigabe kommt als Mail ohne Link."),
    ("stock", "„Auf Lager“ sagt nicht, ob 1.000 Stück da sind."),
    ("invoice", "Zehn Lieferungen werden zehn Rechnungen."),
)
ORDER_VALUE = 1_000 * 1_690
BRANCHES = 10
_DAYS = ((6, 9), (6, 11), (6, 16), (6, 18), (6, 23), (6, 25))
_SCARF = {"path": "/produkt/retro-schal-1974", "product_id": "retro-schal-1974"}


_LINES: tuple[Line, ...] = (
    ("10:02:00", "login", {"path": "/anmelden"}),
    ("10:03:10", "search", {"path": "/suche", "properties": {"query": "Schal 1000 Stück", "results": 0}}),
    ("10:05:00", "view_item", _SCARF),
    ("10:08:00", "add_to_cart", _SCARF),
    ("10:11:00", "begin_checkout", {"path": "/kasse"}),
)  # fmt: skip
_ORDERED = {"category": "Schals und Mützen", "payment_method": "invoice", "ship_to": "10 Filialen", "customer": "Firma"}  # fmt: skip


def tell_beate(sheet: Sheet, order: int) -> None:
    """Six sessions under the customer's key, each touch marked with the member of staff; one order in the last."""
    hollmann: dict[str, Cell] = {"user_id": SILKE + 1, "account_id": "getraenke-hollmann"}
    scribe = Scribe(sheet, 3, staff=STAFF, host="verein.jubelware.example", **hollmann)
    for number, day in enumerate(_DAYS):
        noted = HURDLES[number * 3 // 2 : (number + 1) * 3 // 2]
        scribe.visit(SILKE, DESKTOP, day, (*_LINES, *map(_hurdle, range(len(noted)), noted)))
    money = {"value": ORDER_VALUE, "currency": "EUR", "product_id": "retro-schal-1974"}
    ordered: Line = (
        "10:40:00",
        "purchase",
        {**money, "path": "/kasse/danke", "properties": _ORDERED},
    )
    scribe.touch(_DAYS[-1], ordered, source="web", order_id=order + 1)
    _tell_the_shop(Scribe(sheet, 4, source="erp", order_id=order + 1, **hollmann))


def _hurdle(place: int, noted: tuple[str, str]) -> Line:
    where, text = noted
    return (
        f"10:{14 + 3 * place}:00",
        "hurdle_noted",
        {"path": "/kasse", "properties": {"where": where, "hurdle": text}},
    )


def _tell_the_shop(erp: Scribe) -> None:
    """One order, ten parcels."""
    erp.touch((6, 25), ("10:41:00", "order_confirmed", {}))
    for branch in range(BRANCHES):
        parcel = {"properties": {"carrier": "Spedition", "branch": branch + 1}}
        erp.touch((7, 1), (f"09:{10 + branch}:00", "order_shipped", parcel))
        erp.touch((7, 3), (f"10:{10 + branch}:00", "order_delivered", parcel))
    erp.touch((7, 9), ("08:00:00", "order_paid", {}))
