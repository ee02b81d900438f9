"""After the order: reviews, questions, returns, surveys, and the look at the parcel on the other device."""

from json import dumps

import numpy as np

from etappe.demo.calendar import DAY, HOUR, MINUTE
from etappe.demo.catalogue import products
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.fulfilment import NEVER, Fulfilment
from etappe.demo.keys import DEVICES
from etappe.demo.ordering import systematic
from etappe.demo.orders import CONSUMER, MARKET, Orders
from etappe.demo.sheet import Cell, Sheet

WHERE_IS_IT = "Wo ist meine Bestellung?"
_ASK, _ASK_WHEN_LATE = 0.05, 0.19
_STARS, _STARS_WHEN_LATE = (0.66, 0.22, 0.08, 0.025, 0.015), (0.10, 0.20, 0.22, 0.26, 0.22)  # 5 … 1
_REVIEWS, _REVIEWS_WHEN_LATE = 0.2, 0.36
_ASK_CHANNELS = ("email", "live_chat", "messaging", "phone")
_FAREWELL = (
    "Kam zu spät, das Fest war vorbei.", "Sechs Tage gewartet, nichts gehört.", "Ging so.",
    "Schön, aber die Lieferung hat gedauert.", "Trotz Verspätung: tolles Stück.",
)  # fmt: skip
_PRAISE = (
    "Nicht mein Fall.",
    "Etwas klein.",
    "In Ordnung.",
    "Gern wieder.",
    "Genau das richtige Geschenk.",
)


def serve(dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """Write what people do, say and send back after those orders."""
    _write_reviews(dice, sheet, orders, done, rows)
    _write_questions(dice, sheet, orders, done, rows)
    _write_returns(dice, sheet, orders, done, rows)
    _write_stock_error(sheet, orders, done, rows)
    _write_surveys(dice, sheet, orders, done, rows)
    _write_loyalty(dice, sheet, orders, done, rows)


def _cells(orders: Orders, rows: Ints) -> dict[str, Cell]:
    return {"order_id": rows + 1, "user_id": orders.person[rows] + 1}


def _write_reviews(dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """Stars with exact shares, so that the means are 4.5 and 2.7."""
    arrived = rows[(done.delivered[rows] < NEVER) & (orders.kind[rows] == CONSUMER)]
    groups = (
        (arrived[~done.late[arrived]], _REVIEWS, _STARS, _PRAISE),
        (arrived[done.late[arrived]], _REVIEWS_WHEN_LATE, _STARS_WHEN_LATE, _FAREWELL),
    )
    for group, share, stars, texts in groups:
        chosen = group[dice.some(np.ones(len(group)), round(share * len(group)))]
        given = 5 - dice.dealt(stars, len(chosen))
        words = [
            dumps({"rating": star, "text": texts[star - 1]}, ensure_ascii=False)
            for star in range(1, 6)
        ]
        at = done.delivered[chosen] + (dice.spread((0.5, 3, 6, 9, 21), len(chosen)) * DAY).astype(
            np.int64
        )
        google = dice.uniform(len(chosen)) < 0.12
        sheet.add(
            at, name="review_posted", source="web", host="jubelware.example", path="/bewerten",
            channel=sheet.code("channel", [None, "review_portal"])[google.astype(np.int64)],
            product_id=sheet.code("product_id", [item.key for item in products()])[orders.product[chosen]],
            anonymous_id=orders.person[chosen] * len(DEVICES) + orders.device[chosen] + 1,
            properties=sheet.code("properties", words)[given - 1], **_cells(orders, chosen),
        )  # fmt: skip


def _write_questions(
    dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints
) -> None:
    """'Where is my order?': 5 of 100 orders, 19 of 100 late ones; each is answered."""
    shipped = (done.shipped[rows] < NEVER) & (orders.kind[rows] != MARKET)
    late = rows[shipped & done.late[rows]]
    usual = rows[shipped & ~done.late[rows]]
    chosen = np.concatenate([
        usual[dice.some(np.ones(len(usual)), round(_ASK * len(usual)))],
        late[dice.some(np.ones(len(late)), round(_ASK_WHEN_LATE * len(late)))],
    ])  # fmt: skip
    span = np.minimum(done.delivered[chosen], done.shipped[chosen] + 9 * DAY) - done.shipped[chosen]
    at = done.shipped[chosen] + (span * dice.between(0.55, 0.95, len(chosen))).astype(np.int64)
    channel = sheet.code("channel", _ASK_CHANNELS)[dice.dealt((0.4, 0.25, 0.2, 0.15), len(chosen))]
    topic = dumps({"topic": WHERE_IS_IT}, ensure_ascii=False)
    cells: dict[str, Cell] = {
        **_cells(orders, chosen),
        "channel": channel,
        "properties": topic,
        "source": "service",
    }
    sheet.add(at, name="conversation_started", **cells)
    waited = (dice.spread((0.2, 1.0, 3.0, 8.0, 30.0), len(chosen)) * HOUR).astype(np.int64)
    sheet.add(at + waited, name="conversation_replied", **cells)
    sheet.add(at + waited + 20 * MINUTE, name="conversation_resolved", **cells)


def _write_returns(dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """Jerseys come back 34 of 100 times, the rest rarely; the money follows."""
    arrived = rows[(done.delivered[rows] < NEVER) & (orders.kind[rows] != MARKET)]
    back = []
    for number, item in enumerate(products()):
        among = orders.product[arrived] == number
        back.append(
            arrived[
                systematic(done.delivered[arrived], among, round(item.returns * int(among.sum())))
            ]
        )
    chosen = np.concatenate(back)
    asked = done.delivered[chosen] + (dice.spread((0.5, 2, 4, 8, 13), len(chosen)) * DAY).astype(
        np.int64
    )
    reason = ("zu klein", "zu groß", "gefällt nicht", "doppelt geschenkt")
    words = [dumps({"reason": each}, ensure_ascii=False) for each in reason]
    sheet.add(
        asked, name="return_requested", source="web", host="jubelware.example", path="/ruecksendung",
        properties=sheet.code("properties", words)[dice.dealt((0.4, 0.25, 0.25, 0.1), len(chosen))],
        anonymous_id=orders.person[chosen] * len(DEVICES) + orders.device[chosen] + 1,
        **_cells(orders, chosen),
    )  # fmt: skip
    sheet.add(asked + 5 * DAY, name="return_received", source="erp", **_cells(orders, chosen))
    _write_refund(sheet, orders, chosen, asked + 6 * DAY)


def _write_stock_error(sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """The scarf that was not there: money back after eleven days for those who could not wait."""
    chosen = rows[done.refunded[rows]]
    at = orders.time[chosen] + 11 * DAY
    topic = dumps({"topic": "Ware nicht lieferbar"}, ensure_ascii=False)
    sheet.add(at, name="conversation_started", source="service", channel="email", properties=topic,
              **_cells(orders, chosen))  # fmt: skip
    _write_refund(sheet, orders, chosen, at + 4 * HOUR)


def _write_refund(sheet: Sheet, orders: Orders, chosen: Ints, at: Ints) -> None:
    sheet.add(
        at,
        name="refund",
        source="erp",
        value=orders.value[chosen],
        currency="EUR",
        **_cells(orders, chosen),
    )


def _write_surveys(dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """How satisfied with the delivery (−2 … +2), and how people heard of the shop."""
    arrived = rows[(done.delivered[rows] < NEVER) & (orders.kind[rows] == CONSUMER)]
    for group, share, moods in (
        (arrived[~done.late[arrived]], 0.07, (0.02, 0.05, 0.18, 0.40, 0.35)),
        (arrived[done.late[arrived]], 0.4, (0.28, 0.42, 0.22, 0.08, 0.0)),
    ):
        chosen = group[dice.some(np.ones(len(group)), round(share * len(group)))]
        words = [dumps({"question": "delivery", "score": mood}) for mood in range(-2, 3)]
        at = (
            done.delivered[chosen]
            + 2 * DAY
            + (dice.between(0, 40, len(chosen)) * HOUR).astype(np.int64)
        )
        sheet.add(at, name="survey_answered", source="survey", channel="email",
                  properties=sheet.code("properties", words)[dice.dealt(moods, len(chosen))],
                  **_cells(orders, chosen))  # fmt: skip
    heard = (
        "Google",
        "Instagram",
        "Stadion",
        "Podcast",
        "Freunde oder Familie",
        "Fan-Forum",
        "weiß nicht",
    )
    chosen = arrived[dice.some(np.ones(len(arrived)), len(arrived) // 12)]
    words = [
        dumps({"question": "heard_of_us", "answer": each}, ensure_ascii=False) for each in heard
    ]
    sheet.add(orders.time[chosen] + 3 * MINUTE, name="survey_answered", source="survey",
              properties=sheet.code("properties", words)[dice.dealt((30, 18, 10, 8, 20, 6, 8), len(chosen))],
              **_cells(orders, chosen))  # fmt: skip


def _write_loyalty(dice: Dice, sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """After-sales mails, the loyalty programme, recommendations."""
    arrived = rows[(done.delivered[rows] < NEVER) & (orders.kind[rows] == CONSUMER)]
    mailed = arrived[dice.uniform(len(arrived)) < 0.7]
    sheet.add(done.delivered[mailed] + 5 * DAY, name="after_sales_mail_sent", source="newsletter",
              **_cells(orders, mailed))  # fmt: skip
    loyal = arrived[orders.loyal[arrived]]
    joined = loyal[np.unique(orders.person[loyal], return_index=True)[1]]
    sheet.add(
        orders.time[joined] + 2 * MINUTE,
        name="loyalty_joined",
        source="server",
        **_cells(orders, joined),
    )
    told = arrived[dice.uniform(len(arrived)) < np.where(orders.loyal[arrived], 0.06, 0.02)]
    sheet.add(
        done.delivered[told] + 4 * DAY,
        name="referral_made",
        source="server",
        **_cells(orders, told),
    )


def follow_parcel(
    dice: Dice,
    sheet: Sheet,
    orders: Orders,
    done: Fulfilment,
    device: Ints,
    must: Bools,
    rows: Ints,
) -> None:
    """Looks at the order's status, signed in, on that device: so phone and laptop become one person.

    `must`: the person used another device before; all of these look, and one in five of the others.
    """
    rows = rows[must[rows] | (dice.uniform(len(rows)) < 0.2)]
    ready = np.where(done.shipped[rows] < NEVER, done.shipped[rows], orders.time[rows] + 2 * DAY)
    at = ready + (dice.spread((0.3, 2.0, 6.0, 20.0), len(rows)) * HOUR).astype(np.int64)
    sheet.add(
        at, name="order_status_viewed", source="web", host="jubelware.example", path="/konto/bestellung",
        title="Bestellstatus", device=sheet.code("device", list(DEVICES))[device[rows]],
        anonymous_id=orders.person[rows] * len(DEVICES) + device[rows] + 1,
        **_cells(orders, rows),
    )  # fmt: skip


def tell_again(dice: Dice, sheet: Sheet, orders: Orders, rows: Ints) -> None:
    """The shop's server tells those orders a second time, some seconds after the browser."""
    twice = rows[orders.told_twice[rows]]
    words = sheet.code("properties", orders.words())[twice]
    at = orders.time[twice] + (dice.between(2, 20, len(twice)) * 1_000_000).astype(np.int64)
    sheet.add(at, name="purchase", source="server", email=orders.person[twice] + 1,
              value=orders.value[twice], currency="EUR", properties=words,
              product_id=sheet.code("product_id", [item.key for item in products()])[orders.product[twice]],
              **_cells(orders, twice))  # fmt: skip


def tell_marketplace(sheet: Sheet, orders: Orders) -> None:
    """Orders from the marketplace: the order and an address, nothing before them."""
    rows = np.flatnonzero(orders.kind == MARKET)
    sheet.add(orders.time[rows], name="marketplace_order", source="marketplace", channel="marketplace",
              email=orders.person[rows] + 1, order_id=rows + 1, value=orders.value[rows], currency="EUR",
              properties=sheet.code("properties", orders.words())[rows],
              product_id=sheet.code("product_id", [item.key for item in products()])[orders.product[rows]])  # fmt: skip
