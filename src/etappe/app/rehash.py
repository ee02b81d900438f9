"""Rehash: the secret that e-mail addresses and phone numbers are hashed with is changed, say because it became known."""

import secrets
from dataclasses import dataclass

from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.store.events.values import KEY_KINDS


@dataclass(frozen=True, slots=True)
class RehashReport:
    """`rehashed` keys are found by their address or number as before. `lost` have no sealed original (it was refused,
    or is past its time): they stay with their person, but nothing that arrives will be found to be theirs."""

    rehashed: int
    lost: int


def rehash(house: House, name: str) -> RehashReport:
    """Change the secret of a shop and make all hashes anew; the shop is opened anew afterwards.

    If it is interrupted, the shop's next opening ends it, or takes it back whole.
    """
    shop = house.shop(name)
    shop.collector.purge()
    salt = secrets.token_bytes(32)
    shop.records.secrets.put(shop.NEXT_SALT, salt)
    done = shop.events.private.rehash(salt)
    shop.records.withdrawals.rename(
        [((KEY_KINDS[kind], old), (KEY_KINDS[kind], new)) for kind, old, new in done.renamed]
    )
    shop.adopt_salt()
    # Old hashes leave the file, and ties between keys are settled by their new words.
    shop.events.private.rewrite()
    shop.records.rewrite()
    house.close_shop(name)
    fresh: Shop = house.shop(name)
    fresh.book.compact()
    return RehashReport(done.changed, done.lost)
