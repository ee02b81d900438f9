"""Countries: what ISO 3166-1 calls them, how their phone numbers are dialled, which time zones are theirs alone."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from etappe.base.errors import BadInput


@dataclass(frozen=True, slots=True)
class Country:
    """One country of ISO 3166-1 (and Kosovo) with its numbering plan, as ITU-T E.164 and E.129 list it.

    `trunks` stand before a national number dialled inside the country and are no part of it ("0"; none in Italy, where
    the 0 belongs to the number), `international` before a calling code. A national number has `shortest` to `longest`
    digits; German and Austrian ones may be longer, and are known as such by their trunk prefix or calling code alone.
    `zones` are the IANA time zones that no other country shares.
    """

    code: str
    calling: str
    trunks: tuple[str, ...]
    international: tuple[str, ...]
    shortest: int
    longest: int
    zones: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Every country that has a calling code, by its two letters."""
    text = files("etappe.base").joinpath("data", "countries.csv").read_text("utf-8")
    return {row["code"]: _country(row) for row in csv.DictReader(text.splitlines())}


def checked_country(code: str) -> Country:
    """The country of these two letters, in any case. BadInput names known codes near an unknown one."""
    known = countries()
    wanted = code.strip().upper()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise BadInput(
        f"country: {code!r} is no country of ISO 3166-1.",
        next_step=f"Known: {', '.join(dict.fromkeys([*near, 'DE', 'AT', 'CH']))} …",
        field="country",
    )


def country_of_zone(zone: str) -> str:
    """The two letters of the one country that keeps this time zone; "" where none or several do (UTC)."""
    return _by_zone().get(zone, "")


@cache
def _by_zone() -> dict[str, str]:
    return {zone: country.code for country in countries().values() for zone in country.zones}


def _country(row: dict[str, str]) -> Country:
    return Country(
        code=row["code"],
        calling=row["calling"],
        trunks=tuple(row["trunk"].split()),
        international=tuple(row["international"].split()),
        shortest=int(row["shortest"]),
        longest=int(row["longest"]),
        zones=tuple(row["zones"].split()),
    )
