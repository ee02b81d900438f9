"""Account, words: the sentence that leads a company's page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from etappe.analysis.period import zone_of
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import Language


@dataclass(frozen=True, slots=True)
class AccountSaid:
    """What the sentence is made of. `ways`: people and seconds of each journey that came to an order."""

    name: str
    people: int
    orders: int
    value: Decimal
    staff_orders: int
    staff_value: Decimal
    currency: str
    ways: tuple[tuple[int, float], ...]
    last_seen: str | None
    zone: str


def sentence_of(said: AccountSaid, language: Language) -> str:
    """What customers did, and beside it what staff ordered in their name."""
    own = _own_sentence(said, language)
    if not said.staff_orders:
        return own
    orders = plural("order", said.staff_orders, language)
    value = numbers.money(said.staff_value, said.currency, language)
    return f"{own} {say('account_staff_orders', language, orders=orders, value=value)}"


def _own_sentence(said: AccountSaid, language: Language) -> str:
    """One order with the people and the days it took; else people, orders and when the company was last seen."""
    people = plural("person", said.people, language)
    orders = plural("order", said.orders, language)
    value = numbers.money(said.value, said.currency, language)
    if said.orders == 1 and len(said.ways) == 1:
        [(count, seconds)] = said.ways
        days = plural("day", round(seconds / 86_400), language)
        people = plural("person", count, language)
        figures = {"people": people, "days": days, "orders": orders, "value": value}
        return say("account_order", language, name=said.name, **figures)
    if said.last_seen is None:
        return say("account_untouched", language, name=said.name, people=people)
    seen = datetime.fromisoformat(said.last_seen).astimezone(zone_of(said.zone))
    key = "account_orders" if said.orders else "account_without_orders"
    if said.staff_orders and not said.orders:
        key = "account_without_own_orders"
    figures = {"people": people, "day": numbers.day(seen, language)}
    if said.orders:
        figures |= {"orders": orders, "value": value}
    return say(key, language, name=said.name, **figures)
