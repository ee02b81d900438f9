"""The shop's country: phone numbers are read in it, so that another one makes their hashes anew."""

from dataclasses import dataclass

from etappe.app.shop import Shop
from etappe.base.countries import checked_country, countries
from etappe.store.events.hashing import Hashing
from etappe.store.events.rehashing import Rehashed
from etappe.store.events.values import KEY_KINDS
from etappe.store.records.withdrawals import KindAndWord


@dataclass(frozen=True, slots=True)
class RehashReport:
    """`rehashed` keys are found by their address or number as before. `lost` have no sealed original (it was refused,
    or is past its time): they stay with their person, but with another secret nothing that arrives will be found to be
    theirs, and with another country only numbers written as before."""

    rehashed: int
    lost: int


@dataclass(frozen=True, slots=True)
class PhoneNumbers:
    """How many phone numbers the shop knows people by, and in which country they are read (None: in none).

    `fixed` have no sealed original: another country does not reach them, and they stay hashed as they are.
    """

    country: str | None
    numbers: int
    fixed: int


def phone_numbers(shop: Shop) -> PhoneNumbers:
    """The phone numbers of this moment."""
    numbers, fixed = shop.events.private.count_phones()
    return PhoneNumbers(shop.events.hashing.country or None, numbers, fixed)


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """A country that a shop may be in: its calling code, and the time zones that it alone keeps."""

    code: str
    calling: str
    zones: tuple[str, ...]


def country_choices() -> tuple[CountryChoice, ...]:
    """All of them, by their two letters."""
    return tuple(
        CountryChoice(country.code, country.calling, country.zones)
        for country in countries().values()
    )


def change_country(shop: Shop, country: str) -> RehashReport:
    """Read the shop's phone numbers in another country from now on, those of the past too ("": in none).

    Their hashes are made anew from the sealed originals and the journeys cut anew; e-mail addresses stay as they are.
    If it is interrupted, the shop's next opening ends it, or takes it back whole. BadInput for an unknown country.
    """
    country = checked_country(country).code if country else ""
    before = shop.events.hashing
    if country == before.country:
        return RehashReport(0, 0)
    shop.records.secrets.put(shop.NEXT_COUNTRY, country.encode())
    done = rehashed(shop, Hashing(before.salt, country))
    if done.rehashed:
        shop.book.compact()
    return done


def rehashed(shop: Shop, hashing: Hashing) -> RehashReport:
    """Make the hashes anew and keep what they are made with; notes about keys go along."""
    withdrawals = shop.records.withdrawals
    done = shop.events.private.rehash(hashing, lambda made: withdrawals.copy(_pairs(made)))
    shop.adopt_hashing()
    withdrawals.drop({old for old, _ in _pairs(done)} - {new for _, new in _pairs(done)})
    return RehashReport(done.changed, done.lost)


def _pairs(made: Rehashed) -> list[tuple[KindAndWord, KindAndWord]]:
    return [((KEY_KINDS[kind], old), (KEY_KINDS[kind], new)) for kind, old, new in made.renamed]
