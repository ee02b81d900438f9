"""Values, of accounts: which words an attribute has among the companies, by how many touches these have."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from etappe.analysis.where_accounts import ID, account_names
from etappe.base.messages import LANGUAGES, Language
from etappe.events.account_words import account_fields
from etappe.journeys.columns import Columns

OWNER = "account."
"""Begins what a condition calls an attribute of accounts."""


@dataclass(frozen=True, slots=True)
class AccountProperty:
    """An attribute that `account.NAME` may ask for; `own` ones are the shop's. `accounts` have it."""

    name: str
    label: Mapping[Language, str]
    own: bool
    accounts: int


def account_properties(columns: Columns) -> tuple[AccountProperty, ...]:
    """Every attribute that some account has: those that ship in the order of pages, then the shop's own."""
    labels = {one.field: one.label for one in account_fields()}
    told = columns.account_words()
    return tuple(
        AccountProperty(
            name,
            labels.get(name) or {language: name for language in LANGUAGES},
            name not in labels and name != ID,
            len(told[name]),
        )
        for name in account_names(columns)
        if told.get(name)
    )


def words_of_accounts(columns: Columns, name: str) -> tuple[Counter[str], int]:
    """Word → touches of the accounts that have it, 0 for accounts without touches; and touches of those without."""
    told = columns.account_words().get(name, {})
    touches: Counter[int] = Counter()
    for shard in columns.account_shards:
        units = shard.person
        sizes = np.bincount(
            units.person, weights=units.ends - units.starts, minlength=len(shard.persons)
        )
        for account, size in zip(shard.persons.tolist(), sizes.tolist(), strict=True):
            touches[account] += int(size)
    counts: Counter[str] = Counter()
    for account, words in told.items():
        for word in dict.fromkeys(words):
            counts[word] += touches[account]
    return counts, sum(size for account, size in touches.items() if account not in told)
