"""Accounts as people work with them: one company's page, and what is typed about it, with history and undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etappe.analysis.account import MOST, AccountKnown, AccountPage, AccountQuestion, account
from etappe.analysis.account_values import AccountName
from etappe.analysis.events import nobody
from etappe.analysis.scope import Scope
from etappe.app.account_book import ROLE
from etappe.app.account_members import members_of
from etappe.app.account_values import (
    checked_field,
    checked_id,
    checked_member,
    checked_role,
    checked_roles,
    checked_value,
)
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, Conflict, NotFound
from etappe.base.messages import LANGUAGES
from etappe.events.account_words import AccountRole, account_roles
from etappe.journeys.columns import Columns
from etappe.store.records import AccountEntry, NewEntry

PAGE = 50


@dataclass(frozen=True, slots=True)
class AccountHistory:
    """What people and files said about an account, the latest first; `next` is the cursor of the following page.

    Entries about a person (`person` ≥ 0) tell of a membership or of roles.
    """

    entries: tuple["AccountChange", ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One entry; `can_undo`: it counts now, so that it can be taken back."""

    entry: AccountEntry
    person: int
    can_undo: bool


def account_page(
    shop: Shop, name: str, params: Mapping[str, Any], *, opened: bool = False
) -> AccountPage:
    """The page of one account; NotFound when neither events nor people named it.

    Who asks with `opened` must have noted it first: see `open_account`.
    """
    columns = shop.columns()
    code = _code(shop, name)
    scope = Scope(stages=params.get("stages", ""), conversion=params.get("conversion", ""))
    attributes = shop.accounts.attributes(code)
    [name, *others] = shop.accounts.ids_of(name)
    called = next((one.text for one in attributes if one.field == "name"), None)
    known = AccountKnown(
        name=AccountName(name, called),
        attributes=attributes,
        others=tuple(others),
        members=_members(shop, columns, name, code),
        roles=shop.accounts.roles(),
        staff_rows=shop.accounts.staff(code, MOST),
    )
    question = AccountQuestion(scope, name, code, opened)
    return account(columns, question, known, shop.people.keys_of, shop.events.rows)


def open_account(shop: Shop, name: str, params: Mapping[str, Any], by: str) -> AccountPage:
    """The page with its people's names as they are; that `by` saw each of them is noted first."""
    for member in _members(shop, shop.columns(), name, _code(shop, name)):
        shop.records.openings.note(member.person, by)
    return account_page(shop, name, params, opened=True)


def set_attributes(shop: Shop, name: str, values: Mapping[str, Any], by: str) -> AccountPage:
    """Type attributes of an account, which need not have been named before; None takes one away.

    BadInput for a value that does not fit or a domain that another account has; nothing is kept then.
    """
    [name, *_], currency = shop.accounts.ids_of(checked_id(name)), shop.records.settings().currency
    fields = {checked_field(field): value for field, value in values.items()}
    entries = [
        NewEntry(name, field, checked_value(field, value, currency))
        for field, value in fields.items()
    ]
    claim_domains(domain_owners(shop), entries)
    shop.records.accounts.write(entries, "typed", by)
    shop.events.number_accounts([name])
    return account_page(shop, name, {})


def domain_owners(shop: Shop) -> dict[str, str]:
    """Domain → the company that it was given to by hand or by a file, by the id that stays."""
    heads = shop.accounts.heads()
    return {
        domain: heads.get(one.account, one.account)
        for one in shop.records.accounts.current()
        if one.field == "domains" and one.value
        for domain in one.value
    }


def claim_domains(owners: dict[str, str], entries: Sequence[NewEntry]) -> None:
    """Note the domains that the entries claim. Conflict, with nothing noted, if another account has one of them."""
    told = [
        (domain, one.account)
        for one in entries
        if one.field == "domains"
        for domain in one.value or ()
    ]
    for domain, name in told:
        if owners.get(domain, name) != name:
            raise Conflict(
                f"domains: {domain} is that of {owners[domain]!r}.",
                next_step="Take it from that account first.",
                field="domains",
            )
    owners.update(told)


def set_member(
    shop: Shop, name: str, person: str, value: Mapping[str, Any], by: str
) -> AccountPage:
    """Decide whether and from when to when a person belongs to the account, and their roles there.

    `person` is any key or number. With `roles` alone the membership stays what it is. NotFound for who is nobody.
    """
    [name, *_] = shop.accounts.ids_of(checked_id(name))
    key = key_of(shop, person)
    entries = []
    if "roles" in value:
        known = [one.role for one in shop.accounts.roles()]
        entries.append(NewEntry(name, "roles", checked_roles(value["roles"] or [], known), key))
    if set(value) - {"roles"}:
        entries.append(NewEntry(name, "member", checked_member(value), key))
    shop.records.accounts.write(entries, "typed", by)
    return account_page(shop, name, {})


def key_of(shop: Shop, person: str) -> int:
    """The number of the strongest key of a person: it stays theirs when persons are joined or parted."""
    shop.columns()
    number = shop.book.person_of(person)
    if number is None:
        raise nobody(person)
    spans = shop.book.written.spans
    keys = spans.key[spans.person == number].tolist()
    kinds = shop.events.keys().kind
    return int(max(keys, key=lambda key: (int(kinds[key]), -key)))


def put_role(
    shop: Shop, key: str, label: Mapping[str, str] | None, by: str
) -> tuple[AccountRole, ...]:
    """Add or rename a role of the shop's own; None takes it away where nobody has it. Returns all roles."""
    if checked_role(key) in {one.role for one in account_roles()}:
        raise Conflict(
            f"role: {key!r} ships with Etappe.", next_step="Choose another key.", field="role"
        )
    if label is None and any(
        one.field == "roles" and key in (one.value or ()) for one in shop.records.accounts.current()
    ):
        raise Conflict(
            f"role: somebody has the role {key!r}.",
            next_step="Take it from them first.",
            field="role",
        )
    if label is not None and not all(str(label.get(one) or "").strip() for one in LANGUAGES):
        raise BadInput(
            "role: a role needs a name in German and in English.",
            next_step='Give both: {"de": "Sponsoring", "en": "Sponsor"}.',
            field="de",
        )
    value = None if label is None else {one: label[one].strip()[:80] for one in LANGUAGES}
    shop.records.accounts.write([NewEntry("", ROLE + key, value)], "typed", by)
    return shop.accounts.roles()


def history(shop: Shop, name: str, limit: int = PAGE, cursor: str = "") -> AccountHistory:
    """A page of what was said about the account."""
    if not 1 <= limit <= MOST or (cursor and not cursor.isdecimal()):
        raise BadInput(
            "limit: takes 1 to 1000, cursor the `next` of the page before.",
            next_step="Leave both out to begin.",
            field="limit",
        )
    _code(shop, name)
    log = shop.records.accounts
    ids = shop.accounts.ids_of(name)
    found = log.history(ids, limit + 1, int(cursor) if cursor else None)
    counting = {one.id for one in log.current(ids)}
    shown = tuple(
        AccountChange(one, _person(shop, one.key), one.id in counting) for one in found[:limit]
    )
    return AccountHistory(shown, str(shown[-1].entry.id) if len(found) > limit else None)


def undo(shop: Shop, name: str, id_: int, by: str) -> AccountHistory:
    """Take an entry back; what was before it counts again."""
    shop.records.accounts.undo(shop.accounts.ids_of(name), id_, by)
    return history(shop, name)


def _code(shop: Shop, name: str) -> int:
    code = shop.accounts.code_of(name)
    if code is None:
        raise NotFound(
            f"account: there is no account {name!r}.",
            next_step="See them all: etappe accounts.",
            field="account",
        )
    return code


def _members(shop: Shop, columns: Columns, name: str, code: int) -> Any:
    entries = shop.records.accounts.current(shop.accounts.ids_of(name))
    roles = frozenset(one.role for one in shop.accounts.roles())
    return members_of(shop.events, shop.book, code, entries, roles, columns.last_us)


def _person(shop: Shop, key: int) -> int:
    """The person that a key is now; -1 for entries about the account itself."""
    spans = shop.book.written.spans
    if not 0 <= key < spans.keys:
        return -1
    return int(spans.person[spans.key == key][-1])
