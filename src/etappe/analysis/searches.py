"""Searches: what people look for in the shop, what finds nothing, and what they do then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etappe.analysis.basis import Basis, BasisCounts
from etappe.analysis.run import fold
from etappe.analysis.scope import Scope, resolve_scope
from etappe.analysis.searches_after import SearchesAfter, after_searches
from etappe.analysis.searches_count import TermCounts, counter, ground_of, no_terms
from etappe.analysis.speech import plural, say
from etappe.base import numbers
from etappe.base.errors import BadInput
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

MOST = 1_000


@dataclass(frozen=True, slots=True)
class SearchesQuestion:
    """What is searched for in the scope's period? With `term`, also what those do whom it finds nothing."""

    scope: Scope = field(default_factory=Scope)
    term: str = ""
    top: int = 50


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One term as typed. `without_hits` searches found nothing (None: the shop does not tell).

    `exits` searches were the last touch of their visit; after `ordered` searches the same visit converted.
    """

    term: str
    searches: int
    without_hits: int | None
    persons: int
    accounts: int
    exits: int
    ordered: int


@dataclass(frozen=True, slots=True)
class Searches:
    """`terms` by number of searches; `other` are those of all further terms, `searches` all of them."""

    searches: int
    without_hits: int | None
    terms: tuple[SearchTerm, ...]
    other: int
    after: SearchesAfter | None
    basis: Basis

    def sentence(self, language: Language) -> str:
        """What a term without hits led to; else the most frequent term, and how many searches find nothing."""
        if self.after is not None:
            return self.after.sentence(language)
        if not self.terms:
            return say("searches_none", language)
        top = self.terms[0]
        said: Mapping[str, str] = {
            "searches": plural("search", self.searches, language),
            "term": top.term,
            "count": numbers.number(top.searches, language),
        }
        if self.without_hits is None:
            return say("searches_untold", language, **said)
        share = numbers.share(self.without_hits / self.searches, language)
        return say("searches", language, **said, share=share)


def searches(columns: Columns, question: SearchesQuestion) -> Searches:
    """Answer a SearchesQuestion. BadInput for a number of terms that cannot be listed."""
    if not 1 <= question.top <= MOST:
        raise BadInput(
            f"top: {question.top} terms cannot be listed.",
            next_step=f"Write 1 to {MOST}.",
            field="top",
        )
    resolved = resolve_scope(columns, question.scope)
    ground = ground_of(resolved)
    if ground is None:
        return Searches(0, None, (), 0, None, resolved.basis(BasisCounts(), "touches"))
    nothing = no_terms(len(ground.terms))
    own = fold(columns.shards, counter(resolved, ground, "person"), TermCounts.__add__, nothing)
    firms = fold(
        columns.account_shards, counter(resolved, ground, "account"), TermCounts.__add__, nothing
    )
    order = sorted(
        range(len(ground.terms)), key=lambda at: (-int(own.searches[at]), str(ground.terms[at]))
    )
    told = ground.hits is not None
    rows = tuple(
        SearchTerm(
            term=ground.terms[at] or "",
            searches=int(own.searches[at]),
            without_hits=int(own.in_vain[at]) if told else None,
            persons=int(own.units[at]),
            accounts=int(firms.units[at]),
            exits=int(own.exits[at]),
            ordered=int(own.ordered[at]),
        )
        for at in order
        if own.searches[at] and ground.terms[at]
    )
    after = after_searches(resolved, ground, rows, question.term) if question.term else None
    return Searches(
        searches=sum(row.searches for row in rows),
        without_hits=sum(row.without_hits or 0 for row in rows) if told else None,
        terms=rows[: question.top],
        other=sum(row.searches for row in rows[question.top :]),
        after=after,
        basis=resolved.basis(own.basis, "touches"),
    )
