"""The people of the demo as columns: who they are like, and what their browsers say."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from etappe.demo.catalogue import COMPANY, PERSONAS, product_weights, source_weights
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.keys import CAST, DESKTOP, PHONE, TABLET
from etappe.demo.sheet import Sheet

PERSONA_SHARES = {
    "once": (0.38, 0.12, 0.30, 0.20, 0.0),
    "loyal": (0.06, 0.72, 0.06, 0.16, 0.0),
    "looking": (0.28, 0.14, 0.34, 0.24, 0.0),
    "company": (0.0, 0.0, 0.0, 0.0, 1.0),
}
_PHONE_SHARE = np.array((0.60, 0.50, 0.44, 0.94, 0.08))
_BROWSERS = (
    ("Safari", "Chrome", "Samsung Internet"),
    ("Chrome", "Firefox", "Edge", "Safari"),
    ("Safari", "Chrome"),
)


@dataclass(frozen=True)
class People:
    """Columns of all persons; a group is a run of numbers (`ranges`)."""

    ranges: dict[str, range]
    persona: Ints
    chance: NDArray[np.float64]  # one number a person, for whatever is fixed for it
    companies: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.persona)

    def of(self, group: str) -> Ints:
        """The numbers of a group's persons."""
        return np.arange(self.ranges[group].start, self.ranges[group].stop)

    @cached_property
    def device(self) -> Ints:
        """The device each person mostly uses."""
        phone = self.chance < _PHONE_SHARE[self.persona]
        tablet = (self.chance > 0.955) & (self.persona != COMPANY)
        return np.where(phone, PHONE, np.where(tablet, TABLET, DESKTOP))

    def account_codes(self, sheet: Sheet, company: Ints) -> Ints:
        """The code of each company's account; -1 is none."""
        return sheet.code("account_id", [*self.companies, None]).astype(np.int64)[company]

    def browser_codes(self, sheet: Sheet) -> Ints:
        """The browser of each person on each kind of device."""
        columns = []
        for names in _BROWSERS:
            turn = (self.chance * 977).astype(np.int64) % len(names)
            columns.append(sheet.code("browser", names)[turn])
        return np.stack(columns, axis=1).astype(np.int64)

    def country_codes(self, sheet: Sheet) -> Ints:
        """Nine in ten live in Germany."""
        places = np.searchsorted([0.91, 0.96, 0.985], self.chance * 613 % 1.0)
        return sheet.code("country", ["DE", "AT", "CH", "NL"])[places].astype(np.int64)

    @cached_property
    def agreed(self) -> Bools:
        """Two in three also agree to marketing."""
        return np.asarray(self.chance * 389 % 1.0 < 0.66)

    def consent_codes(self, sheet: Sheet) -> Ints:
        """What each person agreed to."""
        marketing = self.agreed.astype(np.int64)
        return sheet.code("consent", ["analytics", "analytics,marketing"])[marketing].astype(
            np.int64
        )


def gather(dice: Dice, sizes: dict[str, int], companies: tuple[str, ...]) -> People:
    """People in groups of these sizes; the first persons are the named cast (`keys.CAST`)."""
    ranges, first = {}, len(CAST)
    personas = [np.full(len(CAST), COMPANY)]
    personas[0][0] = 0
    for group, size in sizes.items():
        ranges[group] = range(first, first + size)
        first += size
        shares = PERSONA_SHARES.get(group, PERSONA_SHARES["looking"])
        personas.append(dice.dealt(shares, size))
    return People(ranges, np.concatenate(personas), dice.uniform(first), companies)


def favourite_products(dice: Dice, persona: Ints) -> Ints:
    """A product for each, as its persona likes them."""
    return _by_persona(dice, persona, [product_weights(each) for each in range(len(PERSONAS))])


def usual_sources(dice: Dice, persona: Ints) -> Ints:
    """A way into the shop for each, as its persona comes."""
    return _by_persona(dice, persona, [source_weights(each) for each in range(len(PERSONAS))])


def _by_persona(dice: Dice, persona: Ints, weights: list[NDArray[np.float64]]) -> Ints:
    drawn = np.zeros(len(persona), np.int64)
    for each, chances in enumerate(weights):
        places = np.flatnonzero(persona == each)
        drawn[places] = dice.weighted(chances, len(places))
    return drawn
