"""Account: one company's page as one answer: what is known, who belongs to it, its way, its orders, staff's sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np

from etappe.analysis.account_journeys import AccountJourney, lines_of
from etappe.analysis.account_members import AccountMember, KeysOf, members_of
from etappe.analysis.account_staff import StaffSession, sessions_of
from etappe.analysis.account_values import AccountName, Attribute, MemberFact
from etappe.analysis.account_words import AccountSaid, sentence_of
from etappe.analysis.accounts import account_columns
from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.events import RowsOf
from etappe.analysis.events_items import items_of
from etappe.analysis.events_orders import by_staff
from etappe.analysis.events_rows import Place
from etappe.analysis.kpis_orders import order_books
from etappe.analysis.money import major
from etappe.analysis.people_rows import figures_of, rows_of_person
from etappe.analysis.period import zone_of
from etappe.analysis.person_orders import PersonOrder, orders_of_person
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.base.clock import moment_of
from etappe.base.messages import Language
from etappe.events.account_words import AccountField, AccountRole, account_fields
from etappe.journeys.columns import Columns, Shard

MOST = 1_000
"""Events of a page at most: the latest."""


@dataclass(frozen=True, slots=True)
class AccountQuestion:
    """Which company is this? `account` is its id, `code` its number; of the scope only `stages` and `conversion` matter.

    `opened`: the names of its people are shown as they are, else masked.
    """

    scope: Scope = field(default_factory=Scope)
    account: str = ""
    code: int = -1
    opened: bool = False


@dataclass(frozen=True, slots=True)
class AccountKnown:
    """What the shop's log and events say of the company beside the columns."""

    name: AccountName
    others: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    members: tuple[MemberFact, ...]
    roles: tuple[AccountRole, ...]
    staff_rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All that is known of one company.

    Figures are as in the list of accounts; `net` is `value` after what was given back. `roles` are all roles there are to
    choose from, `fields` all attributes that ship. `others` are further ids of the same company. `staff_sessions` are what the shop's staff did in its name, `staff_orders` and `staff_value` the orders
    they entered: in none of the other figures, but among those `placed`.
    """

    account: str
    name: str | None
    others: tuple[str, ...]
    opened: bool
    attributes: tuple[Attribute, ...]
    members: tuple[AccountMember, ...]
    roles: tuple[AccountRole, ...]
    fields: tuple[AccountField, ...]
    first_seen: str | None
    last_seen: str | None
    visits: int
    touches: int
    orders: int
    value: Decimal
    refunded: Decimal
    net: Decimal
    staff_orders: int
    staff_value: Decimal
    currency: str
    model: str
    stage: str | None
    stage_label: Mapping[Language, str] | None
    running: bool
    journeys: tuple[AccountJourney, ...]
    placed: tuple[PersonOrder, ...]
    left_out: int
    staff_sessions: tuple[StaffSession, ...]
    basis: Basis

    def sentence(self, language: Language) -> str:
        """Who this is: one order with the people and days it took, else people, orders and when last seen."""
        won = (one for one in self.journeys if one.order_seconds is not None)
        said = AccountSaid(
            name=self.name or self.account,
            people=sum(not one.former for one in self.members),
            orders=self.orders,
            value=self.value,
            staff_orders=self.staff_orders,
            staff_value=self.staff_value,
            currency=self.currency,
            ways=tuple((one.people, one.order_seconds or 0.0) for one in won),
            last_seen=self.last_seen,
            zone=self.basis.zone,
        )
        return sentence_of(said, language)


def account(
    columns: Columns,
    question: AccountQuestion,
    known: AccountKnown,
    keys_of: KeysOf,
    rows_of: RowsOf,
) -> AccountPage:
    """Answer an AccountQuestion. `keys_of` gives the keys of persons, `rows_of` whole rows by arrival number."""
    resolved = resolve_scope(columns, question.scope)
    number, place = _home(resolved, question.code)
    shard = columns.account_shards[number] if number >= 0 else None
    rows = rows_of_person(shard, place) if shard is not None else slice(0, 0)
    told = np.arange(rows.start, rows.stop)
    latest = (
        told[np.argsort(shard.time_us[told], kind="stable")][-MOST:] if shard is not None else told
    )
    [figures] = (
        figures_of(account_columns(columns), [number], [place], resolved.model)
        if shard is not None
        else [None]
    )
    refunded = _refunded(resolved, shard, place)
    value = figures.value if figures else 0
    journeys = lines_of(resolved, shard, place) if shard is not None else ()
    persons = len(np.unique(shard.touch_person[told])) if shard is not None else 0
    counts = BasisCounts(persons=persons, journeys=len(journeys), touches=len(told))
    placed = _placed(resolved, shard, latest, rows_of, known.staff_rows)
    entered = [order for order in placed if order.staff is not None]
    return AccountPage(
        account=known.name.account,
        name=known.name.name,
        others=known.others,
        opened=question.opened,
        attributes=known.attributes,
        members=members_of(resolved, known.members, keys_of, shard, told, opened=question.opened),
        roles=known.roles,
        fields=account_fields(),
        first_seen=figures.first_seen if figures else None,
        last_seen=figures.last_seen if figures else None,
        visits=figures.visits if figures else 0,
        touches=len(told),
        orders=figures.orders if figures else 0,
        value=major(value, columns.currency),
        refunded=major(refunded, columns.currency),
        net=major(value - refunded, columns.currency),
        staff_orders=len(entered),
        staff_value=_sum(entered, columns.currency),
        currency=columns.currency,
        model=resolved.model.key,
        stage=figures.stage.key if figures and figures.stage else None,
        stage_label=figures.stage.name if figures and figures.stage else None,
        running=bool(figures and figures.running),
        journeys=journeys,
        placed=placed,
        left_out=len(told) - len(latest),
        staff_sessions=sessions_of(columns.words, known.staff_rows, zone_of(columns.zone)),
        basis=resolved.basis(counts, "account"),
    )


def _home(resolved: ResolvedScope, code: int) -> tuple[int, int]:
    """The shard of accounts that holds the company, and its place there; (-1, -1) without any touch."""
    for number, shard in enumerate(resolved.columns.account_shards):
        place = int(np.searchsorted(shard.persons, code))
        if place < len(shard.persons) and shard.persons[place] == code:
            return number, place
    return -1, -1


def _refunded(resolved: ResolvedScope, shard: Shard | None, place: int) -> int:
    """What was given back to the company, by the same book as the shop's KPIs."""
    if shard is None:
        return 0
    book = order_books(account_columns(resolved.columns))(shard, None)
    return int(book.back_value[book.back_person == place].sum())


def _placed(
    resolved: ResolvedScope,
    shard: Shard | None,
    rows: Any,
    rows_of: RowsOf,
    staff_rows: Sequence[Mapping[str, Any]],
) -> tuple[PersonOrder, ...]:
    """The orders with their deliveries, the latest first; those that staff entered in the company's name among them."""
    touches = [] if shard is None else rows.tolist()
    places = [Place(int(shard.seq[row]), shard, int(row)) for row in touches] if shard else []
    told = rows_of(np.array([place.seq for place in places], np.int64)) if places else ()
    items = items_of(resolved, places, told)
    of_staff = items_of(resolved, [Place(int(row["seq"])) for row in staff_rows], staff_rows)
    columns = resolved.columns
    orders: Sequence[PersonOrder] = orders_of_person(
        [*items, *filter(by_staff, of_staff)], zone_of(columns.zone), moment_of(columns.last_us)
    )
    return tuple(sorted(orders, key=_begins, reverse=True))


def _sum(orders: Sequence[PersonOrder], currency: str) -> Decimal:
    """What these orders are worth, as far as they are in the shop's currency."""
    return sum((one.value for one in orders if one.value and one.currency == currency), Decimal(0))


def _begins(order: PersonOrder) -> datetime:
    return order.begins_at or moment_of(0)
