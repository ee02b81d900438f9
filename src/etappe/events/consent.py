"""Consent: the purposes that a person may agree to, and how a row says which of them were granted."""

PURPOSES = ("analytics", "marketing", "personalization")
ANALYTICS, MARKETING, PERSONALIZATION = PURPOSES
REFUSED = "none"
"""Stands in the row's column `consent` when a person was asked and refused every purpose."""

CONSENT_EVENT = "consent_updated"
"""The event that tells a new choice."""


def granted(consent: str | None) -> frozenset[str] | None:
    """The granted purposes in a row's or draft's text; None when nothing was told, empty when all were refused.

    A draft says '' for 'all refused', a row `none`: a row's empty word would be no word.
    """
    if consent is None:
        return None
    return frozenset(
        word.strip() for word in consent.split(",") if word.strip() not in ("", REFUSED)
    )


def refuses(consent: str | None, purpose: str) -> bool:
    """Whether the person was asked and did not agree to this purpose."""
    told = granted(consent)
    return told is not None and purpose not in told
