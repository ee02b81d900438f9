"""Where on accounts: conditions about what is known of a company beside its touches: industry, size, own fields.

What fits is worked out once an account; the touches of an account follow it.
"""

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.where import Compare
from etappe.analysis.where_words import fitting
from etappe.base.heavy import heavy
from etappe.events.account_words import account_fields
from etappe.journeys.columns import Columns, Shard

Mask = NDArray[np.bool_]

ID = "id"
"""`account.id` is what the company is called by its events."""


def account_names(columns: Columns) -> tuple[str, ...]:
    """Every name that `account.NAME` may have beside the properties of touches."""
    shipped = [one.field for one in account_fields()]
    own = [name for name in columns.account_words() if name not in shipped]
    return tuple(dict.fromkeys((ID, *shipped, *sorted(own))))


def is_attribute(columns: Columns, compare: Compare) -> bool:
    """Whether a comparison asks for an attribute: then no touch is looked at.

    An attribute that no account has gives way to a property of touches with its name.
    """
    if compare.owner != "account":
        return False
    if columns.account_words().get(compare.name):
        return True
    return compare.name not in columns.known_properties and compare.name in account_names(columns)


def rows_of_accounts(columns: Columns, shard: Shard, compare: Compare) -> Mask:
    """Per row of a shard of accounts: does its account fit?"""
    fits = _fits(columns, shard.persons, compare)
    units = shard.person
    mask = np.zeros(len(shard.time_us), np.bool_)
    heavy("select").spread(units.starts, units.ends, fits[units.person], mask)
    return mask


def _fits(columns: Columns, accounts: NDArray[np.int64], compare: Compare) -> Mask:
    """Per account: does any of its words fit?"""
    told = columns.account_words().get(compare.name, {})
    words = list(dict.fromkeys(word for own in told.values() for word in own))
    fit = dict(zip(words, fitting(words, compare).tolist(), strict=False))
    missing = compare.operator == "is null"
    return np.array(
        [
            any(fit[word] for word in told[account]) if account in told else missing
            for account in accounts.tolist()
        ],
        np.bool_,
    )
