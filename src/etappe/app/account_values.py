"""What people type about accounts, checked: ids, attributes, memberships, roles."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from etappe.app.account_told import NO_ATTRIBUTES, OWN_LENGTH
from etappe.base.errors import BadInput
from etappe.base.money import digits_of
from etappe.events.account_words import account_fields, field_named
from etappe.events.free_mail import is_free_mail

ID_LENGTH, TEXT_LENGTH, MOST_TEXTS = 500, 2_000, 500
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_ROLE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def checked_id(account: str) -> str:
    """The account's id, without blanks around it. BadInput for an empty or endless one."""
    found = account.strip()
    if not found or len(found) > ID_LENGTH or not found.isprintable():
        raise BadInput(
            f"account: {found[:40]!r} cannot be the id of an account.",
            next_step="Write the id that the shop or its ERP knows the company by.",
            field="account",
        )
    return found


def checked_field(name: str) -> str:
    """The attribute's key: one that ships by any of its names, else the shop's own as written."""
    found = field_named(name) or name.strip()
    if (
        not found
        or len(found) > OWN_LENGTH
        or found in NO_ATTRIBUTES
        or ":" in found
        or not found.isprintable()
    ):
        raise BadInput(
            f"field: {name[:60]!r} cannot be an attribute.",
            next_step=f"Use one of {', '.join(one.field for one in account_fields())}, or a short name of your own.",
            field="field",
        )
    return found


def checked_value(field: str, value: Any, currency: str) -> Any:
    """The value as the log keeps it; None and an empty text take it away. BadInput for what does not fit its kind."""
    if value is None or value in ("", []):
        return None
    kind = next((one.kind for one in account_fields() if one.field == field), "text")
    if kind == "money":
        return _money(field, value, currency)
    if kind == "texts":
        return _texts(field, value)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
    if len(text) > TEXT_LENGTH:
        raise _too_long(field)
    return text or None


def checked_member(value: Mapping[str, Any]) -> dict[str, Any]:
    """A decision about a membership: `belongs`, `from`, `to`, `primary`. BadInput for a date that is none."""
    made: dict[str, Any] = {
        "belongs": bool(value.get("belongs", True)),
        "primary": bool(value.get("primary", False)),
        "from": _day("from", value.get("from")),
        "to": _day("to", value.get("to")),
    }
    if made["from"] and made["to"] and made["to"] < made["from"]:
        raise BadInput(
            f"to: {made['to']} lies before {made['from']}.",
            next_step="Give the day on which it ended.",
            field="to",
        )
    return made


def checked_roles(roles: Sequence[str], known: Sequence[str]) -> list[str]:
    """Keys of roles, each once. BadInput names the known ones."""
    for role in roles:
        if role not in known:
            raise BadInput(
                f"roles: there is no role {role!r}.",
                next_step=f"Known: {', '.join(known)}. Add your own: etappe accounts role KEY --de … --en …",
                field="roles",
            )
    return list(dict.fromkeys(roles))


def checked_role(key: str) -> str:
    """The key of an own role."""
    if not _ROLE.fullmatch(key):
        raise BadInput(
            f"role: {key[:40]!r} cannot be the key of a role.",
            next_step="Use small letters, digits, '-' and '_', at most 40.",
            field="role",
        )
    return key


def _money(field: str, value: Any, currency: str) -> dict[str, str]:
    told = value if isinstance(value, Mapping) else {"amount": value}
    text = str(told.get("amount") or "").strip()
    code = str(told.get("currency") or currency).upper()
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 10**15:
        raise BadInput(
            f"{field}: {text[:40]!r} is not an amount.",
            next_step="Write digits with a decimal point: 5000.00",
            field=field,
        )
    digits_of(code)
    return {"amount": str(amount), "currency": code}


def _texts(field: str, value: Any) -> list[str]:
    told = value if isinstance(value, list) else re.split(r"[;\n|]", str(value))
    texts = list(dict.fromkeys(text for one in told if (text := str(one).strip())))
    if len(texts) > MOST_TEXTS or any(len(text) > TEXT_LENGTH for text in texts):
        raise _too_long(field)
    return [_domain(text) for text in texts] if field == "domains" else texts


def _domain(text: str) -> str:
    domain = text.rpartition("@")[2].strip().lower().rstrip(".")
    if not _DOMAIN.fullmatch(domain):
        raise BadInput(
            f"domains: {text[:60]!r} is not an e-mail domain.",
            next_step="Write it like tsv-ahornbach.de",
            field="domains",
        )
    if is_free_mail(domain):
        raise BadInput(
            f"domains: anybody gets an address at {domain}; it says nothing about a company.",
            next_step="Leave it out and add the people one by one.",
            field="domains",
        )
    return domain


def _day(field: str, told: Any) -> str | None:
    if not told:
        return None
    try:
        datetime.fromisoformat(str(told))
    except ValueError:
        raise BadInput(
            f"{field}: {str(told)[:40]!r} is not a day.", next_step="Write 2026-03-31.", field=field
        ) from None
    return str(told)


def _too_long(field: str) -> BadInput:
    return BadInput(
        f"{field}: is too long.", next_step=f"At most {TEXT_LENGTH} characters.", field=field
    )
