"""The companies of one person, with how they are known to belong: by events, e-mail domain or somebody's word."""

import numpy as np

from etappe.analysis.account_values import PersonAccount
from etappe.app.account_members import members_of
from etappe.app.shop import Shop
from etappe.identity.memberships import told_members


def accounts_of(shop: Shop, person: int, now_us: int) -> tuple[PersonAccount, ...]:
    """Every company the person belongs or belonged to, the one that their own touches count for first."""
    written = shop.book.written
    told = shop.events.account_keys()
    mine = np.isin(told.key, written.spans.keys_of(np.array([person], np.int32)))
    own = type(told)(told.key[mine], told.account[mine], told.first_us[mine], told.last_us[mine])
    named = told_members(written.spans, own, written.rules.companies)
    members = written.members
    codes = {
        *(account for who, account in named if who == person),
        *members.account[members.person == person].tolist(),
        *members.domain_account[members.domain_person == person].tolist(),
    }
    found = [one for code in sorted(codes) for one in _belonging(shop, code, person, now_us)]
    return tuple(sorted(found, key=lambda one: (one.former, not one.primary, one.account)))


def _belonging(shop: Shop, code: int, person: int, now_us: int) -> list[PersonAccount]:
    account = shop.events.accounts()[code]
    entries = shop.records.accounts.current(shop.accounts.ids_of(account))
    roles = frozenset(one.role for one in shop.accounts.roles())
    facts = members_of(shop.events, shop.book, code, entries, roles, now_us)
    name = next((one.text for one in shop.accounts.attributes(code) if one.field == "name"), None)
    return [
        PersonAccount(account, name, one.belongs_by, one.domain, one.primary, one.former)
        for one in facts
        if one.person == person
    ]
