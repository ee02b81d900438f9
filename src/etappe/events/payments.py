"""Payment providers: hosts a customer comes back from. They are never a source."""

from functools import cache

from etappe.events.datafiles import table


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
