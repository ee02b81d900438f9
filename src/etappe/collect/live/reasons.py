"""Why an event that arrived is not kept. Each reason is counted by day and source and shown on the page Rejected."""

from typing import NamedTuple


class Reason(NamedTuple):
    """A reason to drop an event. Only with `sampled` may its content be kept as an example."""

    key: str
    sampled: bool
    meaning: str


REASONS: tuple[Reason, ...] = (
    Reason("invalid", True, "a field is missing or has no sense; the sender was told which"),
    Reason("unknown_type", True, "the call is none of track, page, screen, identify, group, alias"),
    Reason("too_old", True, "it says that it happened more than ten years ago"),
    Reason("too_large", False, "a single event of more than a million bytes"),
    Reason("duplicate", True, "an event with this id is there already"),
    Reason("bot", False, "a machine sent it: a crawler, a monitor, a preview"),
    Reason("no_consent", False, "the person refused to be counted"),
    Reason("too_many", False, "the key's limit of events a second; the sender was told to wait"),
    Reason("unsigned", False, "a webhook without the signature that was agreed for its key"),
    Reason("forgotten", False, "the person asked to be forgotten or withdrew the consent"),
)
"""Every reason, in the order in which they are shown."""

(
    INVALID,
    UNKNOWN_TYPE,
    TOO_OLD,
    TOO_LARGE,
    DUPLICATE,
    BOT,
    NO_CONSENT,
    TOO_MANY,
    UNSIGNED,
    FORGOTTEN,
) = (reason.key for reason in REASONS)

_SAMPLED = frozenset(reason.key for reason in REASONS if reason.sampled)


def may_be_sampled(key: str) -> bool:
    """Whether examples of events dropped for this reason may be kept. Of an unknown reason: no."""
    return key in _SAMPLED
