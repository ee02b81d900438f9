"""How the demo spells its keys: a number becomes an e-mail address, an order id, a device key."""

from collections.abc import Callable, Mapping

DEVICES = ("phone", "desktop", "tablet")
PHONE, DESKTOP, TABLET = range(3)

_FIRST = [
    "anna",
    "ben",
    "carla",
    "david",
    "elif",
    "finn",
    "greta",
    "hannes",
    "ida",
    "jonas",
    "katrin",
    "lars",
    "mona",
    "nils",
    "olga",
    "paul",
    "ronja",
    "sven",
    "tina",
    "uwe",
    "vera",
    "wiebke",
    "yusuf",
    "zoe",
]
_LAST = [
    "ahrens",
    "brandis",
    "claasen",
    "drews",
    "ehlers",
    "friese",
    "gerdes",
    "harms",
    "ihnken",
    "jacobs",
    "kroeger",
    "luehrs",
    "meinken",
    "noelle",
    "onken",
    "petersen",
    "quast",
    "rathjen",
    "stelling",
    "tietjen",
    "ulferts",
    "vogelsang",
    "wessels",
    "zurmuehlen",
]
CAST = {0: "susa", 1: "jutta.reiter", 2: "pit.langer", 3: "olaf.brenner", 4: "miriam.toprak", 5: "frank.ebel", 6: "silke.hollmann", 7: "deniz.kiez5"}  # fmt: skip
"""Persons with a name of their own; their numbers are the first ones."""


def user_word(person: int) -> str:
    """The shop's customer key: the cast has readable ones."""
    return CAST.get(person) or f"K{104_729 + person}"


def email_word(person: int) -> str:
    """An address under a domain that can never exist."""
    if person in CAST:
        return f"{CAST[person]}@post.example"
    first, last = _FIRST[person * 7 % 24], _LAST[person // 24 * 11 % 24]
    return f"{first}.{last}.{person}@post.example"


def phone_word(person: int) -> str:
    """A number from the range the German authority keeps free for films and books."""
    return f"+49 30 23125 {person % 1000:03d}{person // 1000:02d}"


def device_key(number: int) -> str:
    """The browser key of device `number % 3` of person `number // 3`."""
    return f"{number * 2_654_435_761 % 2**40:010x}"


def visit_word(number: int) -> str:
    """The tracker's own visit id."""
    return f"{number * 40_503 % 2**24:06x}-{number}"


def order_word(number: int) -> str:
    """An order number as the shop prints it."""
    return f"JW-{26_000_001 + number}"


def click_word(number: int) -> str:
    """A click id; even numbers are Google's, odd ones Meta's."""
    return f"{'fbclid:IwY2' if number % 2 else 'gclid:EAIaIQ'}{number:07x}"


NUMBERED: Mapping[str, Callable[[int], str]] = {
    "anonymous_id": device_key,
    "user_id": user_word,
    "email": email_word,
    "phone": phone_word,
    "visit_id": visit_word,
    "order_id": order_word,
    "click_id": click_word,
}
"""Columns of a row that are spelled from a number; the sheet keeps number + 1, 0 is none."""
