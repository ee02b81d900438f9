"""Accounts: the companies of a shop, what they ordered, when they were last seen, and how long their way takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

import numpy as np

from etappe.analysis.account_values import AccountName
from etappe.analysis.accounts_count import AccountCounts, counted, no_accounts
from etappe.analysis.basis import Basis
from etappe.analysis.money import major
from etappe.analysis.people_count import NEVER
from etappe.analysis.people_rows import PersonFigures, figures_of
from etappe.analysis.run import fold
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns

Sort = Literal["value", "orders", "seen", "members", "name"]

MOST = 1_000
"""Accounts of one page at most."""


@dataclass(frozen=True, slots=True)
class AccountsQuestion:
    """Which companies are there? With a period or condition: those with a touch in it.

    `search` finds a part of the id, name, customer number, sales person or industry. `cursor` is the `next` of
    the page before.
    """

    scope: Scope = field(default_factory=Scope)
    search: str = ""
    sort: Sort = "value"
    limit: int = 50
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One company. Figures are of all that is known of it, whatever the scope; nulls where nothing is known.

    `members` belong to it now, by whatever says so. `stage` is that of its latest journey, `running` says whether
    that may still go on.
    """

    account: str
    name: str | None
    customer_number: str | None
    sales_person: str | None
    industry: str | None
    members: int
    first_seen: str | None
    last_seen: str | None
    visits: int
    journeys: int
    orders: int
    value: Decimal
    stage: str | None
    stage_label: Mapping[Language, str] | None
    running: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """A page of companies.

    `total` are the companies of all pages, `customers` those with an order, `orders` and `value` what they ordered
    in all, `untouched` those that nobody ever had a touch in. `order_seconds_mean` and `order_seconds_median`: from a
    journey's first touch to its first order, over `ways` journeys; the same figures as kpis tells of persons.
    """

    total: int
    customers: int
    orders: int
    value: Decimal
    currency: str
    untouched: int
    ways: int
    order_seconds_mean: float | None
    order_seconds_median: float | None
    search: str
    sort: Sort
    model: str
    accounts: tuple[AccountRow, ...]
    next: str | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """How many companies there are, what they ordered, and how long that took."""
        accounts = plural("account", self.total, language)
        if not self.customers:
            return say("accounts_without_orders", language, accounts=accounts)
        told = say(
            "accounts",
            language,
            accounts=accounts,
            customers=numbers.number(self.customers, language),
            orders=plural("order", self.orders, language),
            value=numbers.money(self.value, self.currency, language),
        )
        if self.order_seconds_mean is None:
            return told
        mean = numbers.number(self.order_seconds_mean / 86_400, language, 1)
        return f"{told} {say('accounts_way', language, mean=mean)}"


def accounts(
    columns: Columns, question: AccountsQuestion, names: Mapping[int, AccountName]
) -> Accounts:
    """Answer an AccountsQuestion. `names` are by code all accounts that events or people named.

    Raises BadInput for a limit, cursor or scope that cannot be.
    """
    _check(question)
    resolved = resolve_scope(columns, question.scope)
    wanted = _found(names, question.search)
    shards = list(enumerate(columns.account_shards))
    found = fold(shards, counted(resolved, wanted), AccountCounts.merge, no_accounts())
    whole = replace(question.scope, stages="", conversion="") == Scope()
    silent = sorted(wanted - set(found.all_codes.tolist())) if whole else []
    ordered = _ordered(found, silent, question.sort, names)
    page, following = _page(ordered, question)
    listed = {int(code): at for at, code in enumerate(found.code.tolist())}
    figures = _figures(
        columns, found, [listed[code] for code in page if code in listed], resolved.model
    )
    way = found.ways
    return Accounts(
        total=len(ordered),
        customers=int(np.count_nonzero(found.orders)),
        orders=int(found.orders.sum()),
        value=major(int(found.value.sum()), columns.currency),
        currency=columns.currency,
        untouched=len(silent),
        ways=way.count,
        order_seconds_mean=found.way_us / way.count / 1e6 if way.count else None,
        order_seconds_median=way.median_seconds(),
        search=question.search,
        sort=question.sort,
        model=resolved.model.key,
        accounts=tuple(
            _row(columns, names.get(code) or AccountName(str(code)), figures.get(code))
            for code in page
        ),
        next=following,
        basis=resolved.basis(replace(found.basis, persons=len(found.persons)), "touches"),
    )


def account_columns(columns: Columns) -> Columns:
    """The same moment with accounts in the place of persons: what is asked of persons is asked of them."""
    return replace(columns, shards=columns.account_shards)


def _found(names: Mapping[int, AccountName], search: str) -> set[int]:
    """The accounts that a search finds, by code."""
    text = search.strip().casefold()
    return {
        code
        for code, one in names.items()
        if not text
        or any(
            text in (word or "").casefold()
            for word in (one.account, one.name, one.customer_number, one.sales_person, one.industry)
        )
    }


def _ordered(
    found: AccountCounts, silent: Sequence[int], sort: Sort, names: Mapping[int, AccountName]
) -> list[int]:
    """The codes in the order asked; accounts without touches have no figures and stand behind."""
    codes = [*found.code.tolist(), *silent]
    if sort == "name":
        return sorted(codes, key=lambda code: (_called(names, code), code))
    if sort == "members":
        return sorted(codes, key=lambda code: (-names[code].members if code in names else 0, code))
    told = {"value": found.value, "orders": found.orders, "seen": found.seen}[sort]
    least = int(NEVER) - 1
    keys = dict(zip(found.code.tolist(), told.tolist(), strict=True))
    return sorted(codes, key=lambda code: (-keys.get(code, least), code))


def _called(names: Mapping[int, AccountName], code: int) -> str:
    one = names.get(code)
    return ((one.name or one.account) if one else "").casefold()


def _page(ordered: Sequence[int], question: AccountsQuestion) -> tuple[Sequence[int], str | None]:
    """The codes of the page, and the cursor of the following one: the code of the page's last account."""
    start = 0
    if question.cursor:
        if not question.cursor.isdecimal() or int(question.cursor) not in ordered:
            raise BadInput(
                f"cursor: {question.cursor!r} is no place in this list.",
                next_step="Use the `next` of the page before, or leave it out to begin again.",
                field="cursor",
            )
        start = ordered.index(int(question.cursor)) + 1
    page = ordered[start : start + question.limit]
    return page, str(page[-1]) if start + len(page) < len(ordered) else None


def _figures(
    columns: Columns, found: AccountCounts, places: Sequence[int], model: StageModel
) -> dict[int, PersonFigures]:
    shards, inside = found.shard[places].tolist(), found.place[places].tolist()
    told = figures_of(account_columns(columns), shards, inside, model)
    return dict(zip(found.code[places].tolist(), told, strict=True))


def _row(columns: Columns, name: AccountName, figures: PersonFigures | None) -> AccountRow:
    return AccountRow(
        account=name.account,
        name=name.name,
        customer_number=name.customer_number,
        sales_person=name.sales_person,
        industry=name.industry,
        members=name.members,
        first_seen=figures.first_seen if figures else None,
        last_seen=figures.last_seen if figures else None,
        visits=figures.visits if figures else 0,
        journeys=figures.journeys if figures else 0,
        orders=figures.orders if figures else 0,
        value=major(figures.value if figures else 0, columns.currency),
        stage=figures.stage.key if figures and figures.stage else None,
        stage_label=figures.stage.name if figures and figures.stage else None,
        running=bool(figures and figures.running),
    )


def _check(question: AccountsQuestion) -> None:
    if not 1 <= question.limit <= MOST:
        raise BadInput(
            f"limit: {question.limit} is not between 1 and {MOST}.",
            next_step="Ask for at most 1000 accounts and go on with the cursor.",
            field="limit",
        )
