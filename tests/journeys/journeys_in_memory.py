"""Columns in memory, from any event source at once, without files."""

from etappe.events.words import Words
from etappe.journeys.columns import Columns
from etappe.journeys.gather import Moment, gather
from etappe.journeys.rebuild import settle
from etappe.journeys.source import EventSource, JourneySettings


def columns_in_memory(
    source: EventSource, words: Words, settings: JourneySettings | None = None
) -> Columns:
    """All journeys of a source, cut now, without files. An empty source gives one empty shard.

    Names without a word are guessed, as in a shop.
    """
    settings = settings or JourneySettings()
    settled = settle(source, words, settings)
    done, lookups = settled.assembly, settled.plan.lookups
    moment = Moment(
        settled.plan.last_seq,
        done.first_us,
        done.last_us,
        done.set_aside,
        done.staff,
        lookups.into,
        lookups.words,
    )
    return gather(source, settings, moment, done.shards, done.account_shards)
