"""Phone numbers: one spelling for each, so that two spellings of one number are known to be the same.

The rule is a list of replacements by patterns that Python and the database read alike.
"""

import re
from functools import cache
from typing import NamedTuple

from etappe.base.countries import Country, checked_country, countries

MOST_DIGITS = 15
"""Of a number with its calling code (ITU-T E.164)."""


class Step(NamedTuple):
    """What `pattern` finds becomes `replacement`, which may name groups; everywhere, else only where it is first found."""

    pattern: str
    replacement: str
    everywhere: bool = False


_DIGITS = Step("[^0-9+]", "", everywhere=True)
_ABROAD = Step("^00", "+")
_BRACKETS = Step(r"^(\s*(?:\+|00)[^(]*)\(0\)", r"\1")
_EXTENSION = Step(
    r"([0-9)][ ,.;-]*)(?:[eE][xX][tT][a-zA-Z]*|[xX#])[ .:=]*[0-9]{1,7}[^0-9]*$", r"\1"
)
"""A number behind "ext.", "x" or "#" is dialled after the call is answered. The one of a German "1234-56" is not: it
is part of the number."""


def spelled(number: str, country: str) -> str:
    """The number in E.164 ("+493012345"), read in `country` where it does not name its own.

    What cannot be a number stays as it was written, without its blanks and signs. Without a country ("") only the
    signs go, and 00 before the calling code becomes +.
    """
    for pattern, replacement, everywhere in phone_steps(country):
        number = re.sub(pattern, replacement, number, count=0 if everywhere else 1)
    return number


def ways_to_write(number: str, country: str) -> tuple[str, ...]:
    """The number as it is written, in E.164 and as it is dialled inside the country; each once."""
    told = spelled(number, country)
    ways = [number, told]
    if country:
        own = checked_country(country)
        national = told.removeprefix(f"+{own.calling}")
        ways += [f"{trunk}{national}" for trunk in own.trunks or ("",) if national != told]
    return tuple(dict.fromkeys(ways))


@cache
def phone_steps(country: str) -> tuple[Step, ...]:
    """The replacements that `spelled` makes, in their order. BadInput for an unknown country."""
    if not country:
        return (_BRACKETS, _DIGITS, _ABROAD)
    own = checked_country(country)
    abroad = Step(f"^(?:{'|'.join(dict.fromkeys([*own.international, '00']))})", "+")
    return (_EXTENSION, _DIGITS, abroad, *_national(own), _trunk_behind_plus())


def _national(own: Country) -> tuple[Step, ...]:
    """How a number without + is read in its country: its calling code may stand before it, or a trunk prefix, or none."""
    code, shortest, longest = own.calling, own.shortest, own.longest
    # With fewer digits it may as well be a national number that begins with the same ones.
    least = max(shortest, longest + 1 - len(code))
    bare = Step(f"^{code}([0-9]{{{least},{longest}}})$", rf"+{code}\1")
    zero = any(trunk.startswith("0") for trunk in own.trunks)
    begins = "[1-9]" if zero else "[0-9]"
    plain = Step(f"^({begins}[0-9]{{{shortest - 1},{longest - 1}}})$", rf"+{code}\1")
    if not own.trunks:
        return bare, plain
    most = MOST_DIGITS - len(code) if zero else longest
    trunks = "|".join(own.trunks)
    dialled = Step(f"^(?:{trunks})([0-9]{{{shortest},{most}}})$", rf"+{code}\1")
    return bare, dialled, plain


@cache
def _trunk_behind_plus() -> Step:
    """+49 (0)30 and +49 030 are +49 30; +39 06 stays, for Italy's 0 is no trunk prefix.

    Only prefixes that begin with 0: no national number of these countries does.
    """
    codes: dict[str, set[str]] = {}
    for country in countries().values():
        for trunk in country.trunks:
            if trunk.startswith("0"):
                codes.setdefault(trunk, set()).add(country.calling)
    places = [f"({'|'.join(sorted(codes[trunk]))}){trunk}" for trunk in sorted(codes)]
    groups = "".join(rf"\{number + 1}" for number in range(len(places) + 1))
    return Step(rf"^\+(?:{'|'.join(places)})([0-9]{{4,}})$", f"+{groups}")
