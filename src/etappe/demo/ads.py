"""What happens before the landing: clicks on ads and scans of posters, told by those who sold them."""

from functools import cache

import numpy as np

from etappe.demo.calendar import SECOND, START
from etappe.demo.catalogue import sources
from etappe.demo.dice import Bools, Dice, Ints
from etappe.demo.keys import DEVICES
from etappe.demo.people import People
from etappe.demo.sheet import Sheet
from etappe.demo.visits import Visits

_HOSTS = {
    "google": "www.google.com",
    "instagram": "www.instagram.com",
    "linkedin": "www.linkedin.com",
    "idealo": "www.idealo.de",
}
_PAID = ("cpc", "paid_social", "retargeting", "price_comparison")
_SCANNED = ("poster", "packaging", "audio")
"""Media with a code of their own: the redirect behind it counts everybody."""


def told_clicks(people: People, person: Ints, source: Ints) -> Bools:
    """Whether the click before a visit is known: of those who agreed to marketing, and of every scan."""
    paid, scanned = _kinds()
    return np.asarray((paid[source] & people.agreed[person]) | scanned[source], np.bool_)


def click_ads(dice: Dice, sheet: Sheet, people: People, plan: Visits) -> None:
    """A click some seconds before each visit from an ad, with the visit's device key and campaign.

    Regular customers come signed in, so their visits need no ad to explain them: none is told.
    """
    regular = plan.known & ~plan.club
    rows = np.flatnonzero(told_clicks(people, plan.person, plan.source) & ~regular)
    source = plan.source[rows]
    gap = (dice.between(2.0, 9.0, len(rows)) * SECOND).astype(np.int64)
    columns = [column for column in sources()[0].words if column != "referrer"]
    cells = {
        column: sheet.code(column, [origin.words[column] for origin in sources()])[source]
        for column in columns
    }
    hosts = [_HOSTS.get(origin.words["utm_source"] or "") for origin in sources()]
    kinds = np.array([("", "gclid", "fbclid").index(origin.click) for origin in sources()])[source]
    sheet.add(
        np.maximum(plan.start[rows] - gap, START),
        name="ad_click",
        source="ads",
        anonymous_id=plan.person[rows] * len(DEVICES) + plan.device[rows] + 1,
        device=sheet.code("device", list(DEVICES))[plan.device[rows]],
        host=sheet.code("host", hosts)[source],
        click_id=np.where(kinds > 0, rows * 2 + kinds, 0),
        **cells,
    )


@cache
def _kinds() -> tuple[Bools, Bools]:
    media = [origin.words["utm_medium"] or "" for origin in sources()]
    return np.isin(media, _PAID), np.isin(media, _SCANNED)
