"""Consent: what was granted goes into the row; whoever is forgotten or has withdrawn is not kept; click ids need it."""

from collections.abc import Sequence

from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import FORGOTTEN
from etappe.collect.live.way import Passing, Surroundings
from etappe.events.consent import MARKETING, REFUSED, refuses


def keep_consent(batch: Sequence[Passing], surroundings: Surroundings) -> None:
    """Put the granted purposes into the row, and drop what is of a person who must not be kept.

    Whether an event without consent is counted without keys or refused, the front has decided before the journal.
    Which click of an advertisement somebody came by, names them to who sold it: that is kept with `marketing` alone.
    """
    withheld = surroundings.withheld([_with_keys(passing) for passing in batch])
    for passing, what in zip(batch, withheld, strict=True):
        draft = passing.draft
        if what == "event":
            passing.dropped = FORGOTTEN
            passing.note("consent", "forgotten")
            continue
        if draft.consent is not None:
            passing.row["consent"] = draft.consent or REFUSED
            passing.note("consent", "told", passing.row["consent"])
        if draft.cookieless:
            passing.note("consent", "cookieless")
        if "click_id" in passing.row and (
            draft.cookieless or refuses(draft.consent, MARKETING) or what == "click"
        ):
            _cut_click_id(passing)


def _cut_click_id(passing: Passing) -> None:
    """Leave of a click id who sold the click, which says the channel."""
    kind, _, click = passing.row["click_id"].partition(":")
    if click:
        passing.row["click_id"] = f"{kind}:"
        passing.note("consent", "click_id_cut", kind)


def _with_keys(passing: Passing) -> Draft:
    """The draft with the keys that its properties held."""
    draft, row = passing.draft, passing.row
    draft.email = draft.email or row.get("email")
    draft.phone = draft.phone or row.get("phone")
    draft.order_id = draft.order_id or row.get("order_id")
    return draft
