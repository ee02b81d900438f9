"""The reference's own table of words and its events: what DESIGN sections 1 and 5 say of them, by hand."""

from dataclasses import dataclass
from typing import NamedTuple

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Word(NamedTuple):
    side: str
    place: str
    touchpoint: str
    part: str


WORDS = {
    "view_item_list": Word("customer", "site", "category_page", "before"),
    "view_item": Word("customer", "site", "product_page", "before"),
    "search": Word("customer", "site", "search", "before"),
    "add_to_cart": Word("customer", "site", "cart", "during"),
    "begin_checkout": Word("customer", "site", "checkout", "during"),
    "purchase": Word("customer", "site", "order", "during"),
    "login": Word("customer", "site", "login", "neutral"),
    "faq_viewed": Word("customer", "site", "faq", "neutral"),
    "return_requested": Word("customer", "site", "return", "after"),
    "call": Word("customer", "outside", "phone", "neutral"),
    "message_clicked": Word("customer", "outside", "newsletter", "before"),
    "survey_answered": Word("customer", "outside", "survey", "after"),
    "message_sent": Word("shop", "outside", "newsletter", "before"),
    "order_shipped": Word("shop", "outside", "shipment", "after"),
    "order_delivered": Word("shop", "outside", "delivery", "after"),
    "refund": Word("shop", "outside", "refund", "after"),
}
ALIASES = {"Product Viewed": "view_item", "Product Added": "add_to_cart"}

CHANNELS: dict[tuple[str, ...], str] = {
    ("utm", "google", "cpc", "spring"): "paid_search",
    ("utm", "brief", "email", "mai"): "email",
    ("click", "abc1"): "paid_search",
    ("click", "abc2"): "paid_search",
    ("referrer", "https://www.google.com/"): "organic_search",
    ("referrer", "https://www.paypal.com/checkout"): "(unknown)",
    (): "direct",
}
"""Every way to come in that generated shops use."""
PAYMENT = ("referrer", "https://www.paypal.com/checkout")


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the file; `seq` is its number in arrival order, money in minor units."""

    seq: int
    time: int
    name: str
    user: str = ""
    anonymous: str = ""
    visit: str = ""
    came: tuple[str, ...] = ()
    device: str = ""
    country: str = ""
    order: str = ""
    product: str = ""
    value: int | None = None
    source: str = ""
    staff: str = ""

    @property
    def key(self) -> str:
        """The name with Segment aliases resolved."""
        return ALIASES.get(self.name, self.name)

    @property
    def word(self) -> Word:
        """Side, place, touchpoint and part; a name nobody knows is a neutral contact on the site."""
        return WORDS.get(self.key) or Word("customer", "site", self.key, "neutral")

    @property
    def tag(self) -> tuple[str, ...]:
        """The campaign or click id the event carries."""
        return self.came if self.came[:1] in (("utm",), ("click",)) else ()


@dataclass(slots=True)
class Touch:
    """One event as a touch: where the cut put it."""

    event: Event
    person: str
    time: int
    value: int | None
    visit: int | None = None
    journey: int | None = None
    channel: str = ""
    conversion: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Time, then arrival."""
        return self.time, self.event.seq

    @property
    def customer(self) -> bool:
        return self.event.word.side == "customer"
