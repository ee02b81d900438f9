"""How big the demo is: the counts of the full shop, scaled to fewer persons."""

from dataclasses import dataclass

from etappe.base.errors import BadInput
from etappe.demo.keys import CAST

FULL = 40_000
SMALLEST = 1_000


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a shop with so many persons."""

    persons: int

    def __post_init__(self) -> None:
        if self.persons < SMALLEST:
            raise BadInput(
                f"persons: {self.persons} are too few for the demo's stories.",
                next_step=f"Ask for {SMALLEST} persons or more; {FULL} is the full shop.",
                field="persons",
            )

    def of(self, full: float) -> int:
        """A count of the full shop in this one, at least 1."""
        return max(1, round(full * self.persons / FULL))

    @property
    def consumer_orders(self) -> int:
        """Orders of consumers, marketplace included."""
        return self.of(5_250)

    @property
    def market_orders(self) -> int:
        """Orders that come from a marketplace, with nothing before them."""
        return self.of(120)

    @property
    def buyers(self) -> int:
        """Consumers who order; 78 of 100 once."""
        return self.of(3_298)

    @property
    def loyal(self) -> int:
        """Consumers who order again and again: 22 of 100 buyers."""
        return round(0.22 * self.buyers)

    @property
    def loyal_orders(self) -> int:
        """What loyal people order: about 51 of 100 orders, and so 51 of 100 euros."""
        return self.consumer_orders - (self.buyers - self.loyal)

    @property
    def prevented_by_phone(self) -> int:
        """Orders that the narrow checkout of March prevents."""
        return self.of(90)

    @property
    def lost_in_outage(self) -> int:
        """Orders that the outage of PayPal prevents; as many more only come by another way."""
        return self.of(4)

    @property
    def companies(self) -> int:
        """Clubs, pubs, youth centres, merchants."""
        return self.of(620)

    @property
    def company_orders(self) -> int:
        """Orders of companies in the shop."""
        return self.of(750)

    @property
    def all_orders(self) -> int:
        """The base of shares of all orders: half-way between with and without the marketplace's."""
        return self.consumer_orders + self.company_orders - self.market_orders // 2

    def groups(self) -> dict[str, int]:
        """How many persons of each kind; who only looks is the rest."""
        prevented = self.prevented_by_phone + self.lost_in_outage
        once = self.buyers - self.loyal - self.market_orders + prevented
        sizes = {
            "once": once,
            "loyal": self.loyal,
            "market": self.market_orders,
            "company": self.of(1_392),
            "summer": self.of(3_880),
            "video": self.of(1_850),
        }
        sizes["looking"] = self.persons - len(CAST) - sum(sizes.values())
        return sizes
