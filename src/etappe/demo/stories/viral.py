"""A video of Milo goes viral on one Saturday: many visits for a day, and nothing else. The control."""

import numpy as np

from etappe.demo.calendar import clock_time, day_number
from etappe.demo.catalogue import source
from etappe.demo.dice import Dice
from etappe.demo.keys import PHONE
from etappe.demo.people import People
from etappe.demo.visits import NONE, Visits, any_of, visits

DAY_OF_VIDEO = (4, 18)
NOTE = {"de": "Video ging viral", "en": "Video went viral"}


def video_visits(dice: Dice, people: People) -> Visits:
    """Everybody watches the video in the shop and goes."""
    persons = people.of("video")
    device = people.device[persons]
    day = np.full(len(persons), day_number(*DAY_OF_VIDEO))
    block = any_of(dice, "video", len(persons))
    return visits(
        persons, clock_time(dice, day, device == PHONE), device, source("video"), NONE, (block,)
    )
