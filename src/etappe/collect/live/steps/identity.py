"""Identity: the keys that the event carries. Which keys are the same person is decided from all events together."""

import re
from collections.abc import Sequence
from typing import Any

from etappe.collect.live.way import Passing, Surroundings
from etappe.events.sides import canonical

_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_PLACEHOLDERS = frozenset(
    ("null", "undefined", "nan", "none", "(null)", "(none)", "(not set)", "[object object]", "anonymous", "guest",
     "unknown", "0", "-1", "false", "true", "00000000-0000-0000-0000-000000000000")
)  # fmt: skip
"""Words that a faulty script sends instead of an id; taken as ids they would make one person of many."""
_OF_SOMEBODY_ELSE = frozenset({"share", "referral_made"})
"""Events whose properties name the receiver."""
_LEAST_PHONE_DIGITS, _LONGEST_PHONE = 6, 64


def put_keys(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put anonymous_id, user_id, previous_id, email, phone, account_id and visit_id into the row."""
    for passing in batch:
        draft, row = passing.draft, passing.row
        if draft.anonymous_id:
            _put_id(passing, "anonymous_id", draft.anonymous_id)
        if draft.user_id:
            _put_id(passing, "user_id", draft.user_id)
        if draft.previous_id:
            _put_id(passing, "previous_id", draft.previous_id)
        if draft.account_id:
            _put_id(passing, "account_id", draft.account_id)
        if draft.visit_id:
            row["visit_id"] = draft.visit_id
        if draft.email:
            _put_email(passing, draft.email)
        if draft.phone:
            _put_phone(passing, draft.phone)
        if (draft.properties or draft.traits) and not draft.cookieless and draft.kind != "group":
            _from_properties(passing)


def _put_id(passing: Passing, column: str, word: str) -> None:
    if word.lower() in _PLACEHOLDERS:
        passing.note("identity", "placeholder", f"{column}: {word}")
        return
    passing.row[column] = word


def _from_properties(passing: Passing) -> None:
    found = passing.facts().known
    address, phone = found.get("email"), found.get("phone")
    if not (address or phone) or canonical(passing.draft.name) in _OF_SOMEBODY_ELSE:
        return
    if address:
        if "email" not in passing.row:
            _put_email(passing, address.value)
        passing.lift(address.spelling)
    if phone:
        if "phone" not in passing.row:
            _put_phone(passing, phone.value)
        passing.lift(phone.spelling)
    verified = found.get("email_verified")
    if verified and "email" in passing.row and isinstance(verified.value, bool):
        passing.row["email_verified"] = verified.value
        passing.lift(verified.spelling)


def _put_email(passing: Passing, told: Any) -> None:
    text = told.strip().removeprefix("mailto:").lower() if isinstance(told, str) else ""
    if _MAIL.fullmatch(text):
        passing.row["email"] = text
    else:
        passing.note("identity", "no_email")


def _put_phone(passing: Passing, told: Any) -> None:
    """As it was sent: how it is compared with others, the store knows, which reads it in the shop's country."""
    text = str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
    digits = sum(sign.isdecimal() and sign.isascii() for sign in text)
    if digits < _LEAST_PHONE_DIGITS or len(text) > _LONGEST_PHONE:
        passing.note("identity", "no_phone")
        return
    passing.row["phone"] = text
