"""First steps: what a new shop still needs, read from the truth; only what people confirm is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from etappe.app.shop import Shop
from etappe.app.vocabulary import event_words

CONFIRMED_BY_HAND = ("settings", "words", "map")


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The four steps in their order: settings, data, words, map. `step` is the first that is open; "" after all.

    `settings`, `words` and `map` are done when somebody said so (words also when nothing is guessed), `data` when there
    are events. `guesses` of the `names` of events are not confirmed yet.
    """

    settings: bool
    data: bool
    words: bool
    map: bool
    step: str
    events: int
    names: int
    guesses: int


def first_steps(shop: Shop) -> FirstSteps:
    """How far the shop is."""
    confirmed = shop.records.settings().confirmed
    events = shop.events.last_seq()
    words = event_words(shop) if events else []
    guesses = sum(word.origin == "guessed" for word in words)
    done = {
        "settings": "settings" in confirmed,
        "data": events > 0,
        "words": events > 0 and ("words" in confirmed or not guesses),
        "map": events > 0 and "map" in confirmed,
    }
    step = next((key for key, is_done in done.items() if not is_done), "")
    return FirstSteps(**done, step=step, events=events, names=len(words), guesses=guesses)


def confirm_steps(shop: Shop, change: Mapping[str, bool]) -> FirstSteps:
    """Remember what somebody says is done (true) or is to be done again (false)."""
    kept = shop.records.settings()
    said = {key: key in kept.confirmed for key in CONFIRMED_BY_HAND} | dict(change)
    confirmed = tuple(key for key in CONFIRMED_BY_HAND if said[key])
    if confirmed != kept.confirmed:
        shop.records.save_settings(replace(kept, confirmed=confirmed))
    return first_steps(shop)
