"""Rehash: the secret that e-mail addresses and phone numbers are hashed with is changed, say because it became known."""

import secrets

from etappe.app.country import RehashReport, rehashed
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.store.events.hashing import Hashing


def rehash(house: House, name: str) -> RehashReport:
    """Change the secret of a shop, say because it became known, and make all hashes anew; the shop is opened anew.

    If it is interrupted, the shop's next opening ends it, or takes it back whole.
    """
    shop = house.shop(name)
    shop.collector.purge()
    salt = secrets.token_bytes(32)
    shop.records.secrets.put(shop.NEXT_SALT, salt)
    done = rehashed(shop, Hashing(salt, shop.events.hashing.country))
    # Old hashes leave the file, and ties between keys are settled by their new words.
    shop.events.private.rewrite()
    shop.records.rewrite()
    house.close_shop(name)
    fresh: Shop = house.shop(name)
    fresh.book.compact()
    return done
