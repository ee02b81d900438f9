"""Admission: what of a request may be kept, decided before anything is written: consent, keys of the day, country."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from etappe.collect.live.draft import Draft, KeyKind
from etappe.events.consent import ANALYTICS, CONSENT_EVENT, refuses


@dataclass(frozen=True, slots=True)
class Rules:
    """What the shop decided: what happens to visits without consent, and whether consent is asked for at all."""

    without_consent: Literal["count", "drop"] = "count"
    consent_required: bool = True


@dataclass(frozen=True, slots=True)
class From:
    """Who sent a request. `day_key` makes the key of this device for today from the request's own user agent; `key_id` is the write key's number."""

    key_kind: KeyKind
    country: str | None
    day_key: Callable[[str | None], str]
    key_id: int = 0


def admitted(drafts: Sequence[Draft], sender: From, rules: Rules) -> tuple[list[Draft], int]:
    """The drafts that may be kept, changed in place, and how many may not for want of consent.

    Without consent a draft of a browser loses every key of a person, its click ids and its traits, and gets the key
    of the day (`cookieless`); a call that says nothing else is not kept. What names an order keeps the order's number
    alone: it is the same order that the shop's server tells. Of an order that a server tells consent is not asked.
    A withdrawal keeps the key it is about, or nobody could heed and prove it.
    """
    kept: list[Draft] = []
    for draft in drafts:
        draft.key_kind, draft.key_id = sender.key_kind, sender.key_id
        if draft.country is None:
            draft.country = sender.country
        if _free(draft, sender.key_kind):
            kept.append(draft)
        elif draft.name == CONSENT_EVENT and (draft.anonymous_id or draft.user_id):
            # A refusal by somebody who had agreed keeps its keys: it is the proof, and what it is withdrawn for.
            kept.append(draft)
        elif _without_consent(draft, sender.key_kind, rules):
            if rules.without_consent == "count" and draft.kind in ("track", "page", "screen"):
                kept.append(_stripped(draft, sender))
        else:
            if sender.key_kind == "browser" and not (draft.anonymous_id or draft.user_id):
                draft.anonymous_id, draft.cookieless = sender.day_key(draft.user_agent), True
            kept.append(draft)
    return kept, len(drafts) - len(kept)


def _free(draft: Draft, key_kind: KeyKind) -> bool:
    """What consent is not asked of: orders and untold events of servers, and the choice itself."""
    if draft.name == CONSENT_EVENT and (draft.anonymous_id or draft.user_id):
        return True
    return key_kind == "server" and (bool(draft.order_id) or draft.consent is None)


def _without_consent(draft: Draft, key_kind: KeyKind, rules: Rules) -> bool:
    """Told and refused; or not told, where it must be, by a browser that therefore keeps nothing on the device."""
    if draft.consent is not None:
        return refuses(draft.consent, ANALYTICS)
    nothing_kept = draft.cookieless or not (draft.anonymous_id or draft.user_id)
    return key_kind == "browser" and rules.consent_required and nothing_kept


def _stripped(draft: Draft, sender: From) -> Draft:
    draft.anonymous_id = None if draft.order_id else sender.day_key(draft.user_agent)
    draft.user_id = draft.previous_id = draft.account_id = draft.visit_id = None
    draft.email = draft.phone = draft.click_ids = draft.staff = None
    draft.traits, draft.cookieless = b"", True
    return draft
