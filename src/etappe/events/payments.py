"""Payment providers: hosts a customer comes back from. They are never a source."""

from functools import cache

from etappe.events.datafiles import table

CHECKOUT = frozenset(("checkout", "shipping_choice", "payment_choice", "payment_failure"))
"""Touchpoints of the checkout: from here a customer leaves for a payment provider."""

AFTER_PAYING = frozenset(("order", "order_confirmation", "payment_failure"))
"""Touchpoints where a customer lands who comes back from paying. Nobody begins a visit there: an app that hands
the customer back names no referrer, and the shop's script takes it for a new visit."""


def is_payment_host(host: str) -> bool:
    """Whether `host` is a payment provider's or lies under one ('www.paypal.com', 'pay.mollie.com')."""
    return payment_provider(host) is not None


def payment_provider(host: str) -> str | None:
    """The provider's name, 'PayPal', or None."""
    labels = host.strip().lower().rstrip(".").split(":")[0].split(".")
    tails = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((_providers()[tail] for tail in tails if tail in _providers()), None)


def provider_named(word: str) -> str | None:
    """The provider that a payment method is named after: 'paypal', 'apple_pay' → 'PayPal', 'Apple Pay'."""
    return _by_letters().get(_letters(word))


@cache
def _by_letters() -> dict[str, str]:
    return {_letters(provider): provider for provider in _providers().values()}


def _letters(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign.isalnum())


@cache
def _providers() -> dict[str, str]:
    return {row["host"]: row["provider"] for row in table("payment_hosts")}
