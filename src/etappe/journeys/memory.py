"""Columns in memory, from any event source at once: for tests and for what is small."""

from etappe.events.guessing import guess_words
from etappe.events.words import Words
from etappe.identity.resolve import resolve
from etappe.journeys.assembly import Plan, assemble
from etappe.journeys.columns import Columns
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.gather import Moment, gather
from etappe.journeys.lookups import Lookups
from etappe.journeys.manifest import words_mark
from etappe.journeys.source import EventSource, JourneySettings

ROUNDS = 3
"""Cuts at most until the guessed words stay as they are."""


def columns_in_memory(
    source: EventSource, words: Words, settings: JourneySettings | None = None
) -> Columns:
    """All journeys of a source, cut now, without files. An empty source gives one empty shard.

    Names without a word are guessed, as in a shop.
    """
    settings = settings or JourneySettings()
    spans = resolve(source.keys().kind, source.links())
    given = words
    for _ in range(ROUNDS):
        plan = Plan.of(source, spans, settings, Lookups(words, Dictionaries.of()))
        done = assemble(plan, plan.chunks())
        guessed = guess_words(given, done.stats) if done.stats else words
        if words_mark(guessed) == words_mark(words):
            break
        words = guessed
    moment = Moment(
        plan.last_seq,
        done.first_us,
        done.last_us,
        done.set_aside,
        done.staff,
        plan.lookups.into,
        words,
    )
    return gather(source, settings, moment, done.shards, done.account_shards)
