"""Letters, ads and talk before an order: newsletters, clicks in them, chats, calls, visits to the stores."""

from datetime import timedelta
from json import dumps

import numpy as np

from etappe.demo.calendar import DAY, DAYS, FIRST_DAY, HOUR, MINUTE, SECOND, START, busy
from etappe.demo.catalogue import ISSUES, NEWSLETTER_DAYS, source
from etappe.demo.dice import Dice, Ints
from etappe.demo.keys import CAST, DEVICES
from etappe.demo.orders import Orders
from etappe.demo.people import People
from etappe.demo.sheet import Cell, Sheet
from etappe.demo.size import Size
from etappe.demo.visits import Visits, holds
from etappe.store.events.values import AdvertisingDay

SUMMER_DAYS = (FIRST_DAY.replace(year=2026, month=6, day=1), 21)
SUMMER_COST, SUMMER_CLICKS = 630_000, 4_100
# source, medium, campaign, cost in cents and clicks of an average day of the full shop
_CAMPAIGNS = (
    ("google", "cpc", "fanartikel-suche", 4_150, 74),
    ("google", "cpc", "marke-jubelware", 640, 27),
    ("google", "cpc", "shopping-trikots", 3_320, 63),
    ("google", "retargeting", "zuletzt-angesehen", 980, 29),
    ("instagram", "paid_social", "milo-meisterwurf", 3_900, 77),
    ("idealo", "price_comparison", "", 1_460, 59),
    ("google", "cpc", "vereinsshop-portal", 870, 8),
    ("linkedin", "paid_social", "vereinsshop-portal", 690, 4),
)


def subscribe(
    dice: Dice, sheet: Sheet, people: People, orders: Orders, plan: Visits, size: Size
) -> tuple[Ints, Ints]:
    """Who gets the newsletter, and from when on: many buyers after an order, some who only look."""
    placed = np.flatnonzero(orders.placed & (orders.person >= len(CAST)))
    turn = placed[np.argsort(orders.time[placed], kind="stable")]
    buyers, first = np.unique(orders.person[turn], return_index=True)
    since = orders.time[turn[first]] + 4 * MINUTE
    keep = dice.uniform(len(buyers)) < 0.52
    sheet.add(since[keep], name="newsletter_subscribed", source="server", user_id=buyers[keep] + 1,
              email=buyers[keep] + 1, order_id=turn[first][keep] + 1)  # fmt: skip
    lookers = dice.some(np.isin(plan.person, people.of("looking")), size.of(900))
    persons, one = np.unique(plan.person[lookers], return_index=True)
    visit = lookers[one]
    sheet.add(plan.start[visit] + 12 * SECOND, name="newsletter_subscribed", source="web",
              host="jubelware.example", path="/newsletter", visit_id=visit + 1,
              anonymous_id=persons * len(DEVICES) + plan.device[visit] + 1, email=persons + 1)  # fmt: skip
    return np.concatenate([buyers[keep], persons]), np.concatenate([since[keep], plan.start[visit]])


def send_newsletters(dice: Dice, sheet: Sheet, persons: Ints, since: Ints) -> None:
    """Every Thursday a letter to all who want it; a third is opened, often by machines."""
    for issue, campaign in enumerate(ISSUES[:-1]):
        at = START + (5 + NEWSLETTER_DAYS * issue) * DAY + 9 * HOUR
        readers = persons[since < at]
        minutes = dice.between(0, 40, len(readers)) * MINUTE
        cells = {"source": "newsletter", "channel": "email", "utm_campaign": campaign}
        sheet.add(at + minutes.astype(np.int64), name="message_sent", email=readers + 1, **cells)
        opened = dice.uniform(len(readers)) < 0.31
        later = (dice.spread((0.7, 1.5, 5.0, 12.0, 60.0), len(readers)) * HOUR).astype(np.int64)
        sheet.add((at + later)[opened], name="message_opened", email=readers[opened] + 1, **cells)


def click_letters(dice: Dice, sheet: Sheet, plan: Visits, ordering: Ints) -> None:
    """A click in the letter just before some of the visits that came from it (of people who order)."""
    letters = (plan.source == source("newsletter")) & np.isin(plan.person, ordering)
    rows = np.flatnonzero(letters & (dice.uniform(len(plan)) < 0.4))
    issue = (plan.start[rows] - START) // (NEWSLETTER_DAYS * DAY)
    sheet.add(plan.start[rows] - 3 * SECOND, name="message_clicked", source="newsletter", channel="email",
              email=plan.person[rows] + 1, utm_campaign=sheet.code("utm_campaign", ISSUES)[issue],
              device=sheet.code("device", list(DEVICES))[plan.device[rows]])  # fmt: skip


def remind_of_carts(dice: Dice, sheet: Sheet, plan: Visits) -> None:
    """A reminder the day after for some who left a filled basket and are known by address."""
    left = np.flatnonzero(holds(plan, "add_shipping_info") & (plan.order < 0))
    rows = left[dice.uniform(len(left)) < 0.6]
    sheet.add(plan.start[rows] + 22 * HOUR, name="cart_reminder_sent", source="newsletter", channel="email",
              email=plan.person[rows] + 1)  # fmt: skip


def talk_before(dice: Dice, sheet: Sheet, people: People, plan: Visits) -> None:
    """Questions in the chat of the shop, asked in the middle of a visit: of the bot first, or of people."""
    may = ~np.isin(plan.person, people.of("loyal")) & (plan.product >= 0) & (plan.order < 0)
    rows = np.flatnonzero(may & (dice.uniform(len(plan)) < 0.012))
    topics = ("Größe", "Lieferzeit", "Verfügbarkeit", "Beflockung", "Geschenkverpackung")
    words = [dumps({"topic": topic}, ensure_ascii=False) for topic in topics]
    cells: dict[str, Cell] = {
        "anonymous_id": plan.person[rows] * len(DEVICES) + plan.device[rows] + 1,
        "visit_id": rows + 1,
        "channel": sheet.code("channel", ["live_chat", "chatbot", "messaging"])[dice.dealt((5, 4, 1), len(rows))],
        "properties": sheet.code("properties", words)[dice.dealt((4, 3, 2, 1, 2), len(rows))],
        "source": "service",
    }  # fmt: skip
    at = plan.start[rows] + 25 * SECOND
    sheet.add(at, name="conversation_started", **cells)
    sheet.add(at + 70 * SECOND, name="conversation_replied", **cells)


def visit_stores(dice: Dice, sheet: Sheet, orders: Orders) -> None:
    """Loyalty cards shown at the till, some days after an order, in Bremen and Leipzig."""
    loyal = np.flatnonzero(orders.loyal & orders.placed)
    rows = loyal[dice.uniform(len(loyal)) < 0.12]
    store = sheet.code("properties", [dumps({"store": name}) for name in ("Bremen", "Leipzig")])
    sheet.add(orders.time[rows] + 5 * DAY, name="store_visit", source="store", channel="store",
              order_id=rows + 1, user_id=orders.person[rows] + 1,
              properties=store[dice.dealt((3, 2), len(rows))])  # fmt: skip


def advertising(dice: Dice, size: Size) -> list[AdvertisingDay]:
    """Impressions, clicks and cost of each campaign, a row a day."""
    rows = []
    level = busy()
    for medium_source, medium, campaign, cost, clicks in _CAMPAIGNS:
        noise = dice.between(0.85, 1.15, DAYS)
        for day in range(DAYS):
            factor = float(level[day] * noise[day])
            rows.append(
                _day(
                    day,
                    medium_source,
                    medium,
                    campaign,
                    size.of(cost * factor),
                    size.of(clicks * factor),
                    38,
                )
            )
    first = (SUMMER_DAYS[0] - FIRST_DAY).days
    spent, clicked = size.of(SUMMER_COST), size.of(SUMMER_CLICKS)
    for turn in range(SUMMER_DAYS[1]):
        share = slice_of(spent, turn, SUMMER_DAYS[1]), slice_of(clicked, turn, SUMMER_DAYS[1])
        rows.append(_day(first + turn, "instagram", "paid_social", "sommerfinale", *share, 55))
    return rows


def slice_of(total: int, turn: int, parts: int) -> int:
    """Part `turn` of a total cut into whole parts that add up exactly."""
    return total * (turn + 1) // parts - total * turn // parts


def _day(
    day: int, medium_source: str, medium: str, campaign: str, cost: int, clicks: int, seen: int
) -> AdvertisingDay:
    return AdvertisingDay(
        day=FIRST_DAY + timedelta(days=day), source=medium_source, medium=medium, channel="",
        campaign=campaign, impressions=clicks * seen, clicks=clicks, cost=cost, currency="EUR",
    )  # fmt: skip
