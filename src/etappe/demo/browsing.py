"""Browsing: visits unrolled into touches, with their pages, pauses and what the first touch carries."""

from dataclasses import dataclass
from functools import cache
from json import dumps

import numpy as np
from numpy.typing import NDArray

from etappe.demo.blocks import blocks
from etappe.demo.calendar import DAY, SECOND, START
from etappe.demo.catalogue import (
    ISSUES,
    NEWSLETTER_DAYS,
    PAYMENTS,
    PAYPAL,
    products,
    source,
    sources,
)
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import DEVICES
from etappe.demo.orders import Orders
from etappe.demo.people import People
from etappe.demo.sheet import Sheet
from etappe.demo.visits import NONE, Visits

PAYPAL_HOME = "https://www.paypal.com/"
_PAUSES = (4.0, 9.0, 15.0, 24.0, 40.0, 75.0, 240.0)  # seconds, sevenths of all pauses
_PATHS = {
    "home": "/", "landing": "/aktion/{product}", "blog": "/magazin/{category}", "about": "/ueber-uns",
    "list": "/kategorie/{category}", "search": "/suche", "item": "/produkt/{product}",
    "reviews": "/produkt/{product}/bewertungen", "size": "/hilfe/groessen",
    "shipping_info": "/hilfe/versand", "compare": "/produktvergleich", "faq": "/hilfe",
    "stores": "/filialen", "video": "/videos/milo", "cart": "/warenkorb", "checkout": "/kasse",
    "shipping": "/kasse/versand", "payment": "/kasse/zahlung", "thanks": "/kasse/danke",
    "login": "/anmelden", "quote": "/angebot", "ebook": "/ratgeber/vereinsshop", "trial": "/portal/testen",
}  # fmt: skip
_TITLES = {
    "home": "Fanartikel mit Herz", "landing": "Aktion", "blog": "Magazin", "about": "Über uns",
    "list": "{category}", "search": "Suche", "item": "{name}", "reviews": "Bewertungen: {name}",
    "size": "Größenberatung", "shipping_info": "Versand und Lieferzeit", "compare": "Produktvergleich",
    "faq": "Häufige Fragen", "stores": "Unsere Läden", "video": "Milo im Video", "cart": "Warenkorb",
    "checkout": "Kasse", "shipping": "Adresse und Versand", "payment": "Zahlung", "thanks": "Danke",
    "login": "Anmelden", "quote": "Angebot anfragen", "ebook": "E-Book Vereinsshop", "trial": "Portal testen",
}  # fmt: skip
_NO_PRODUCT = frozenset(
    ("home", "about", "list", "size", "faq", "stores", "video", "login", "shipping_info", "search")
)


@dataclass(frozen=True, slots=True)
class _Touches:
    """Where each touch comes from: its visit, its step in the table of blocks, its time."""

    visit: Ints
    step: Ints
    first: NDArray[np.bool_]
    at: Ints


def browse(dice: Dice, sheet: Sheet, people: People, plan: Visits, orders: Orders) -> Ints:
    """Write all touches of `plan` and return when each order was told by the browser (0: not at all)."""
    touches = _unroll(dice, plan, orders)
    told = np.zeros(len(orders), np.int64)
    event = blocks().event[touches.step]
    bought = np.flatnonzero(event == blocks().events.index("purchase"))
    order_of = plan.order[touches.visit[bought]]
    told[order_of] = touches.at[bought]
    _write(sheet, people, plan, orders, touches)
    return told


def _unroll(dice: Dice, plan: Visits, orders: Orders) -> _Touches:
    table = blocks()
    chosen = plan.blocks.ravel()
    visit = np.repeat(np.arange(len(plan)), plan.blocks.shape[1])[chosen >= 0]
    chosen = chosen[chosen >= 0]
    lengths = table.offsets[chosen + 1] - table.offsets[chosen]
    begins = np.cumsum(lengths) - lengths
    step = np.arange(lengths.sum()) - np.repeat(begins - table.offsets[chosen], lengths)
    visit = np.repeat(visit, lengths)
    first = np.concatenate(([True], visit[1:] != visit[:-1]))
    pause = (dice.spread(_PAUSES, len(step)) * SECOND).astype(np.int64)
    event = table.event[step]
    pause[event == table.events.index("rage_click")] = SECOND * 6 // 10
    bought = np.flatnonzero(event == table.events.index("purchase"))
    pause[bought] += orders.payment_pause[plan.order[visit[bought]]]
    pause[first] = 0
    run = np.cumsum(pause)
    head = np.maximum.accumulate(np.where(first, np.arange(len(step)), 0))
    return _Touches(visit, step, first, plan.start[visit] + run - run[head])


def _write(sheet: Sheet, people: People, plan: Visits, orders: Orders, touches: _Touches) -> None:
    table, visit = blocks(), touches.visit
    event, page = table.event[touches.step], table.page[touches.step]
    person, device, product = plan.person[visit], plan.device[visit], plan.product[visit]
    names = sheet.code("name", list(table.events))
    is_event = {name: event == number for number, name in enumerate(table.events)}
    bought = is_event["purchase"]
    order = np.where(bought, plan.order[visit], NONE)
    paypal = bought & (orders.payment[order] == PAYPAL)
    tells_value = (is_event["begin_checkout"] | is_event["add_to_cart"] | bought) & (product >= 0)
    named = plan.known[visit] | bought | is_event["login"] | is_event["trial_started"]
    mailed = (
        bought
        | is_event["add_shipping_info"]
        | is_event["quote_requested"]
        | is_event["file_download"]
    )
    sheet.add(
        touches.at,
        name=names[event],
        source="web",
        anonymous_id=person * len(DEVICES) + device + 1,
        user_id=np.where(named, person + 1, 0),
        email=np.where(mailed, person + 1, 0),
        account_id=np.where(named, people.account_codes(sheet, plan.company[visit]), 0),
        visit_id=visit + 1 + np.where(paypal & orders.lost_visit[order], len(plan), 0),
        host=_hosts(sheet)[plan.club[visit].astype(np.int64)],
        path=_page_codes(sheet, "path")[page, product],
        title=_page_codes(sheet, "title")[page, product],
        device=sheet.code("device", list(DEVICES))[device],
        browser=people.browser_codes(sheet)[person, device],
        country=people.country_codes(sheet)[person],
        language=sheet.code("language", ["de-DE"])[0],
        consent=people.consent_codes(sheet)[person],
        order_id=order + 1,
        product_id=np.where(_shows_product()[page], _product_codes(sheet)[product], 0),
        value=np.where(tells_value, plan.value[visit], np.iinfo(np.int64).min),
        currency=np.where(tells_value, sheet.code("currency", ["EUR"])[0], 0),
        properties=_properties(sheet, plan, orders, touches, event, page),
        **_origins(sheet, plan, touches, paypal),
    )


def _origins(
    sheet: Sheet, plan: Visits, touches: _Touches, paypal: NDArray[np.bool_]
) -> dict[str, Ints]:
    """What the first touch of each visit says about where it came from; a return says PayPal."""
    came = np.where(touches.first, plan.source[touches.visit], source("direct"))
    cells: dict[str, Ints] = {}
    for column in sources()[0].words:
        codes = sheet.code(column, [origin.words[column] for origin in sources()])
        cells[column] = codes[came].astype(np.int64)
    cells["referrer"][paypal] = sheet.code("referrer", [PAYPAL_HOME])[0]
    letters = came == source("newsletter")
    issue = (plan.start[touches.visit[letters]] - START) // (NEWSLETTER_DAYS * DAY)
    cells["utm_campaign"][letters] = sheet.code("utm_campaign", ISSUES)[issue]
    kinds = np.array([("", "gclid", "fbclid").index(origin.click) for origin in sources()])[came]
    cells["click_id"] = np.where(kinds > 0, touches.visit * 2 + kinds, 0)
    return cells


def _properties(
    sheet: Sheet, plan: Visits, orders: Orders, touches: _Touches, event: Ints, page: Ints
) -> Ints:
    table, visit = blocks(), touches.visit
    product = plan.product[visit]
    plain = [None, *(dumps({"category": item.category}, ensure_ascii=False) for item in products())]
    shown = sheet.code("properties", plain)[np.where(_shows_product()[page], product + 1, 0)]
    codes = shown.astype(np.int64)
    for name, words in _SEARCHES.items():
        here = event == table.events.index(name)
        codes[here] = sheet.code("properties", words())[product[here]]
    paying = np.isin(
        event, [table.events.index(name) for name in ("add_payment_info", "payment_failed")]
    )
    methods = [dumps({"payment_method": method}) for method in PAYMENTS]
    paid = plan.payment[visit].copy()
    # What fails is PayPal; who then pays another way does so in the last try.
    failed = event == table.events.index("payment_failed")
    paid[failed | np.append(failed[1:], False)] = PAYPAL
    codes[paying] = sheet.code("properties", methods)[paid[paying]]
    bought = event == table.events.index("purchase")
    codes[bought] = sheet.code("properties", orders.words())[plan.order[visit[bought]]]
    return codes


def _search_words() -> list[str | None]:
    # TS-16 is discontinued: the search finds nothing, not even its successor.
    made = [
        {"query": item.query, "results": 3 + place if item.suggestion else 0}
        for place, item in enumerate(products())
    ]
    return [dumps(words, ensure_ascii=False) for words in (*made, {"query": "fan", "results": 12})]


def _suggestion_words() -> list[str | None]:
    made = [{"query": item.query, "suggestion": item.suggestion} for item in products()]
    return [dumps(words, ensure_ascii=False) for words in (*made, {"query": "fan"})]


_SEARCHES = {"search": _search_words, "search_suggestion_chosen": _suggestion_words}


def _page_codes(sheet: Sheet, column: str) -> Ints:
    """Codes of every page for every product; the last column is for visits without one."""
    patterns = _PATHS if column == "path" else _TITLES
    items = [
        {"product": item.key, "category": _slug(item.category) if column == "path" else item.category, "name": item.name}
        for item in products()
    ]  # fmt: skip
    items.append({"product": "start", "category": "neu", "name": "Neu"})
    words = [[patterns[page].format(**item) for item in items] for page in blocks().pages]
    return np.array([sheet.code(column, row) for row in words], np.int64)


def _product_codes(sheet: Sheet) -> Ints:
    words = [*(item.key for item in products()), None]
    return sheet.code("product_id", words).astype(np.int64)


def _hosts(sheet: Sheet) -> Ints:
    return sheet.code("host", ["jubelware.example", "verein.jubelware.example"]).astype(np.int64)


@cache
def _shows_product() -> NDArray[np.bool_]:
    return np.array([page not in _NO_PRODUCT for page in blocks().pages])


def _slug(text: str) -> str:
    letters = (
        text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    )
    return letters.replace(" ", "-")
