"""Five who make identity doubtful, in October: somebody has to decide. None of them orders anything.

One registered twice with one address; two share the tablet of a club house; a counter signs in on seventeen devices;
a machine that pretends to be a browser looks at prices every half an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from etappe.demo.catalogue import products
from etappe.demo.keys import DESKTOP, PHONE, TABLET
from etappe.demo.script import Line, Scribe
from etappe.demo.sheet import Cell, Sheet

COUNTER_DEVICES = 17
ROBOT_VISITS = 26
ROBOT_DAY = (10, 21)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The numbers of these persons: behind all others, so that nobody else's keys change."""

    first: int

    @property
    def twice(self) -> tuple[int, int]:
        """Two customer keys of one person."""
        return self.first, self.first + 1

    @property
    def sharing(self) -> tuple[int, int]:
        """Two people of one device."""
        return self.first + 2, self.first + 3

    @property
    def counter(self) -> int:
        """The store's counter; its devices are those of the numbers behind it."""
        return self.first + 5

    @property
    def robot(self) -> int:
        """The machine."""
        return self.first + 4


def tell_doubts(sheet: Sheet, persons: int) -> None:
    """Write them all; `persons` is how many people the shop has beside them."""
    who = Doubtful(persons)
    scribe = Scribe(sheet, 5, host="jubelware.example", consent="analytics", currency=None)
    _registered_twice(scribe, who)
    _shared_tablet(scribe, who)
    for place in range(COUNTER_DEVICES):
        day = (10, 1 + place)
        known: dict[str, Cell] = {"user_id": who.counter + 1}
        lines = (_login("09:12:00", **known), _looked(f"09:{13 + place}:30", place))
        scribe.visit(who.counter + place, TABLET, day, lines, browser="Chrome")
    for place, clock in enumerate(_every_35_minutes()):
        scribe.visit(who.robot, DESKTOP, ROBOT_DAY, (_looked(clock, place),), browser="Chrome")


def _registered_twice(scribe: Scribe, who: Doubtful) -> None:
    """At the laptop, and two weeks later on the phone under another customer key; both times the address was proved."""
    for user, device, day, browser in zip(
        who.twice, (DESKTOP, PHONE), ((10, 8), (10, 22)), ("Firefox", "Safari"), strict=True
    ):
        known: dict[str, Cell] = {"user_id": user + 1, "email": who.twice[0] + 1}
        signed: Line = ("19:42:00", "sign_up", {"path": "/registrieren", **known})
        proved: Line = (
            "19:44:10",
            "login",
            {"path": "/anmelden", **known, "email_verified": True},
        )
        lines = (_looked("19:40:20", 1), signed, proved, _looked("19:47:00", 3))
        scribe.visit(user, device, day, lines, browser=browser)


def _shared_tablet(scribe: Scribe, who: Doubtful) -> None:
    """One after the other they sign in on the club house's tablet."""
    tablet = who.sharing[0]
    for user, day in zip((*who.sharing, *who.sharing), (12, 13, 19, 20), strict=True):
        lines = (_login("18:05:00", user_id=user + 1), _looked("18:07:00", day))
        scribe.visit(tablet, TABLET, (10, day), lines, browser="Safari")


def _login(clock: str, **known: Cell) -> Line:
    return clock, "login", {"path": "/anmelden", "title": "Anmelden", **known}


def _looked(clock: str, place: int) -> Line:
    shelf = [product.key for product in products() if not product.club]
    product = shelf[place % len(shelf)]
    return clock, "view_item", {"path": f"/produkt/{product}", "product_id": product}


def _every_35_minutes() -> Iterator[str]:
    for visit in range(ROBOT_VISITS):
        hours, minutes = divmod(5 + 35 * visit, 60)
        yield f"{hours:02d}:{minutes:02d}:00"
