"""People: the persons behind a figure, or everybody in scope, page by page, and who a search finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.basis import Basis
from etappe.analysis.money import major
from etappe.analysis.people_count import PeopleCounts, Sort, after_cursor, counter, no_people
from etappe.analysis.people_group import Group, Part, member_mask
from etappe.analysis.people_keys import PersonKey
from etappe.analysis.people_rows import PersonRow, figures_of, row_of
from etappe.analysis.run import each, fold
from etappe.analysis.scope import ResolvedScope, Scope, resolve_scope
from etappe.analysis.selection import selector
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.events.words import StageModel
from etappe.journeys.columns import Columns, Shard

MOST = 1_000
"""Persons of one page at most."""

Persons = NDArray[np.int64]
KeysOf = Callable[[Sequence[int]], Mapping[int, Sequence[PersonKey]]]
"""Persons' numbers → all keys of each, the strongest first."""


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """Who is in scope? Or, with `of`: who is counted by one figure of another analysis?

    `q` holds that analysis' own parameters as an address' query text, so that it is the very same question;
    `part`, `name`, `step` and `value` say which figure (see `Part`). The scope lies in `q` then: of this
    question's own only `stages` may be given, for the stage shown. `search` finds a key as imported (whole or
    its beginning), an order, an e-mail address, or a person's number. `cursor` is the `next` of the page before.
    """

    scope: Scope = field(default_factory=Scope)
    of: str = ""
    q: str = ""
    part: str = ""
    name: tuple[str, ...] = ()
    step: int | None = None
    value: str = ""
    search: str = ""
    sort: Sort = "seen"
    limit: int = 50
    cursor: str = ""

    def asked_part(self) -> Part:
        """The figure that is opened."""
        return Part(self.part, self.name, self.step, self.value)


@dataclass(frozen=True, slots=True)
class People:
    """A page of persons, the latest seen (or the most valuable) first.

    `total` are the persons of all pages, `customers` those with an order, `orders` and `value` what they
    ordered in all. `count` is the figure that was opened, in `unit`s (visits of persons, say); `group` says in
    words what it is of, None without `of`. `next` asks for the following page, None at the end.
    """

    total: int
    customers: int
    orders: int
    value: Decimal
    currency: str
    of: str
    part: str
    count: int
    unit: str
    group: Mapping[Language, str] | None
    search: str
    sort: Sort
    model: str
    people: tuple[PersonRow, ...]
    next: str | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """How many persons they are, what they have in common, and what they ordered."""
        persons = plural("person", self.total, language)
        if self.group is not None:
            persons = say("people_group", language, persons=persons, group=self.group[language])
        if not self.customers:
            return say("people_without_orders", language, persons=persons)
        return say(
            "people_all" if self.customers == self.total else "people",
            language,
            persons=persons,
            customers=numbers.number(self.customers, language),
            orders=plural("order", self.orders, language),
            value=numbers.money(self.value, self.currency, language),
        )


def people(
    columns: Columns,
    question: PeopleQuestion,
    keys_of: KeysOf,
    group: Group | None = None,
    found: Persons | None = None,
) -> People:
    """Answer a PeopleQuestion. `group` are the persons of what it names, `found` those its search finds.

    Raises BadInput for a limit, cursor or scope that cannot be.
    """
    _check(question)
    resolved = resolve_scope(columns, question.scope)
    members = group.members if group else _in_scope(columns, resolved)
    if found is not None:
        members = tuple(
            mask & np.isin(shard.persons, found)
            for mask, shard in zip(members, columns.shards, strict=True)
        )
    after = after_cursor(question.cursor)
    count = counter(question.sort, after, question.limit + 1)
    shards = list(enumerate(zip(columns.shards, members, strict=True)))
    counts = fold(shards, lambda one: count(one[0], *one[1]), PeopleCounts.merge, no_people())
    page = counts.first(question.limit)
    rows = _rows(columns, page, resolved.model, keys_of)
    more = len(counts.person) > question.limit
    return People(
        total=counts.basis.persons,
        customers=counts.customers,
        orders=counts.orders,
        value=major(counts.value, columns.currency),
        currency=columns.currency,
        of=question.of,
        part=question.part,
        count=group.count if group else counts.basis.persons,
        unit=group.unit if group else "person",
        group=group.says if group else None,
        search=question.search,
        sort=question.sort,
        model=resolved.model.key,
        people=rows,
        next=page.cursor() if more else None,
        basis=_basis(resolved, counts, group),
    )


def _basis(resolved: ResolvedScope, counts: PeopleCounts, group: Group | None) -> Basis:
    if group is None:
        return resolved.basis(counts.basis, "touches")
    return group.resolved.basis(counts.basis, "group")


def _in_scope(columns: Columns, resolved: ResolvedScope) -> tuple[NDArray[np.bool_], ...]:
    """Everybody with a touch in the period that the condition keeps."""
    select = selector(resolved, "person")

    def of_shard(shard: Shard) -> NDArray[np.bool_]:
        return member_mask(shard, select(shard).person)

    return tuple(each(columns.shards, of_shard))


def _rows(
    columns: Columns, page: PeopleCounts, model: StageModel, keys_of: KeysOf
) -> tuple[PersonRow, ...]:
    figures = figures_of(columns, page.shard.tolist(), page.place.tolist(), model)
    keys = keys_of(page.person.tolist())
    return tuple(
        row_of(columns, person, one, keys.get(person, ()))
        for person, one in zip(page.person.tolist(), figures, strict=True)
    )


def _check(question: PeopleQuestion) -> None:
    if not 1 <= question.limit <= MOST:
        raise BadInput(
            f"limit: {question.limit} is not between 1 and {MOST}.",
            next_step="Ask for at most 1000 persons and go on with the cursor.",
            field="limit",
        )
    own = replace(question.scope, stages="")
    if question.of and own != Scope():
        raise BadInput(
            "of: period, condition and conversion of the figure belong into q.",
            next_step="Leave from, to, where, conversion and digital away here and write them into q.",
            field="of",
        )
    if not question.of and (question.q or question.part or question.name or question.value):
        raise BadInput(
            "of: q, part, name and value need the analysis that they are about.",
            next_step="Name it, for example of=funnel.",
            field="of",
        )
