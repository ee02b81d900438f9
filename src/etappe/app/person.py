"""One person's page, masked; and its opening, which is logged."""

from collections.abc import Mapping
from typing import Any

from etappe.analysis.events import nobody
from etappe.analysis.person import PersonPage, PersonQuestion, person
from etappe.analysis.person_segments import NamedCondition
from etappe.analysis.scope import Scope
from etappe.app.person_accounts import accounts_of
from etappe.app.shop import Shop
from etappe.journeys.people import NUMBERED


def person_page(
    shop: Shop, known: str, params: Mapping[str, Any], *, opened: bool = False
) -> PersonPage:
    """The page of the person with that number or any other key; NotFound when nobody is known so.

    Who asks with `opened` must have noted it first: see `open_person`.
    """
    columns = shop.columns()
    number = shop.book.person_of(known)
    if number is None:
        raise nobody(known)
    scope = Scope(stages=params.get("stages", ""), conversion=params.get("conversion", ""))
    return person(
        columns,
        PersonQuestion(scope, number, opened),
        shop.people.keys_of([number], unsealed=True)[number],
        shop.events.private.rows,
        shop.book.arrivals_of,
        [NamedCondition(one.key, one.name, one.where) for one in shop.records.segments.all()],
        accounts_of(shop, number, columns.last_us),
    )


def open_person(shop: Shop, known: str, params: Mapping[str, Any], by: str) -> PersonPage:
    """The page with personal keys and properties as they are; that `by` saw them is noted first."""
    number = shop.book.person_of(known)
    if number is None:
        raise nobody(known)
    shop.records.openings.note(number, by)
    return person_page(shop, f"{NUMBERED}:{number}", params, opened=True)
