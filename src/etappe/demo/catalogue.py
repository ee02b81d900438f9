"""What Jubelware sells and where people come from, read from the demo's data files."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

PERSONAS = ("susa", "leo", "marlene", "kai", "company")
SUSA, LEO, MARLENE, KAI, COMPANY = range(5)
PAYMENTS = ("paypal", "card", "klarna", "prepayment", "apple_pay", "invoice")
NEWSLETTER_DAYS = 7
ISSUES = tuple(f"newsletter-{issue:02d}" for issue in range(1, 54))
"""The newsletter comes every so many days; each issue is a campaign."""
PAYPAL, CARD, KLARNA, PREPAYMENT, APPLE_PAY, INVOICE = range(6)


@dataclass(frozen=True, slots=True)
class Product:
    """One article: `price` in cents (consumers with VAT, clubs without), `weights` per persona."""

    key: str
    name: str
    category: str
    price: int
    club: bool
    query: str
    suggestion: str
    returns: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A way into the shop: what the first touch of a visit carries, `weights` per persona."""

    key: str
    words: dict[str, str | None]
    click: str
    weights: tuple[float, ...]


@cache
def products() -> tuple[Product, ...]:
    """All articles, consumers' first."""
    return tuple(
        Product(
            row["key"],
            row["name"],
            row["category"],
            int(row["price"]),
            row["club"] == "yes",
            row["query"],
            row["suggestion"],
            float(row["returns"]),
            tuple(float(row[persona]) for persona in PERSONAS),
        )
        for row in _rows("products.csv")
    )


@cache
def sources() -> tuple[Source, ...]:
    """All ways into the shop."""
    columns = ("channel", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
    return tuple(
        Source(
            row["key"],
            {name: row[name] or None for name in (*columns, "referrer")},
            row["click"],
            tuple(float(row[persona]) for persona in PERSONAS),
        )
        for row in _rows("origins.csv")
    )


def product(key: str) -> int:
    """The number of an article by its key."""
    return [article.key for article in products()].index(key)


def source(key: str) -> int:
    """The number of a way into the shop by its key."""
    return [origin.key for origin in sources()].index(key)


def prices() -> NDArray[np.int64]:
    """Price of each article in cents."""
    return np.array([article.price for article in products()], np.int64)


def product_weights(persona: int) -> NDArray[np.float64]:
    """How often a persona wants each article."""
    return np.array([article.weights[persona] for article in products()])


def source_weights(persona: int) -> NDArray[np.float64]:
    """How often a persona comes each way."""
    return np.array([origin.weights[persona] for origin in sources()])


def _rows(name: str) -> list[dict[str, str]]:
    text = files("etappe.demo").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))
