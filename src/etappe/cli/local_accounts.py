"""The door to the files themselves, as far as accounts go: what lies below 'accounts/ACCOUNT'."""

from typing import Any

from etappe.app import accounts
from etappe.app.account_decide import AccountWish, decide_accounts, preview_accounts
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE

_HISTORY, _MEMBERS = "/history", "/members/"


def read_account(shop: Shop, account: str) -> Any:
    """One company's page, its people masked."""
    return accounts.account_page(shop, account, {})


def account_history(shop: Shop, account: str) -> Any:
    """What was said about the company."""
    return accounts.history(shop, account)


def write_account(shop: Shop, rest: str, value: Any) -> Any:
    """'tsv' takes values, 'tsv/members/jutta' a decision about a person."""
    account, _, person = rest.rpartition(_MEMBERS)
    if account:
        return accounts.set_member(shop, account, person, value, COMMAND_LINE)
    return accounts.set_attributes(shop, rest, value["values"], COMMAND_LINE)


def act_on_account(shop: Shop, rest: str) -> Any:
    """'tsv/history/7/undo'."""
    account, _, entry = rest.removesuffix("/undo").rpartition(f"{_HISTORY}/")
    return accounts.undo(shop, account, int(entry), COMMAND_LINE)


def preview_wish(shop: Shop, value: Any) -> Any:
    """What a decision about ids of companies would change."""
    return preview_accounts(shop, AccountWish(**value))


def decide_wish(shop: Shop, value: Any) -> Any:
    """The decision, made here."""
    return decide_accounts(shop, AccountWish(**value), COMMAND_LINE)
