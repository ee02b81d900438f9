"""Shops drawn by Hypothesis: persons with visits, equal times and touches outside, split over shards at random."""

from hypothesis import strategies as st

from analysis.analysis_shop import Touch

EVENTS = ("home", "view_item", "add_to_cart", "purchase")


@st.composite
def _touch(draw: st.DrawFn) -> Touch:
    visit = draw(st.sampled_from([0, 0, 1, 2]))
    event = draw(st.sampled_from(EVENTS))
    value = draw(st.integers(1, 500)) if event == "purchase" else None
    device = draw(st.sampled_from([{}, {}, {"device": "phone"}, {"device": "desktop"}]))
    # Visits follow one another, a journey is made of whole visits.
    at = visit * 1_000 + draw(st.integers(0, 8))
    return Touch(event, at, visit=visit, journey=visit // 2, value=value, extra=device)


def _in_order(person: list[Touch]) -> list[Touch]:
    return sorted(person, key=lambda touch: touch.at)


persons = st.lists(st.lists(_touch(), min_size=1, max_size=7).map(_in_order), max_size=6)
"""Persons as lists of touches in time order."""

shards_of = st.lists(st.integers(0, 2), min_size=6, max_size=6)
"""Which of three shards each person lies in."""


def visits(person: list[Touch]) -> list[list[Touch]]:
    """A person's visits, each a list of touches."""
    labels = sorted({touch.visit for touch in person}, key=str)
    return [[touch for touch in person if touch.visit == label] for label in labels]
