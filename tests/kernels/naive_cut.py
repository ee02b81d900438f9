"""The cut of one person, slowly and plainly. Read this to know what `etappe.kernels.cut` means."""

from dataclasses import dataclass, field

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass
class Touch:
    """One touch; `at` in seconds. What `naive` finds out is written into the last five fields."""

    at: int
    shop: bool = False
    site: bool = True
    shopping: bool = False
    conversion: bool = False
    alone: bool = False
    returning: bool = False
    paying: bool = False
    server: bool = False
    source_visit: int | None = None
    order: int | None = None
    cart: int | None = None
    device: int | None = None
    campaign: int = 0
    click: int = 0
    value: int | None = None
    place: int = 0
    visit: "Visit | None" = None
    journey: "Journey | None" = None
    told: bool = False
    channel: str = "direct"
    tells: str = ""


@dataclass(eq=False)
class Visit:
    """Touches that belong together, as they were found; `ids` are the source's own names for it."""

    touches: list[Touch] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    left_paying: bool = False

    def rows(self, person: list[Touch]) -> list[Touch]:
        return [touch for touch in person if touch.visit is self and not touch.told]


@dataclass(eq=False)
class Journey:
    """One cycle."""


def naive(person: list[Touch], idle: int = 60 * DAY) -> list[Touch]:
    """Cut one person's touches (sorted by time, then arrival); returns them in row order."""
    for place, touch in enumerate(person):
        touch.place = place
    find_visits(person)
    join_orders(person)
    find_journeys(person, idle)
    return row_order(person)


def find_visits(person: list[Touch]) -> None:
    visits: list[Visit] = []
    for touch in person:
        if touch.shop:
            continue
        webhook = touch.conversion and touch.server
        if touch.source_visit is None and (not touch.site or webhook):
            continue
        latest = max(visits, key=lambda one: one.touches[-1].place, default=None)
        gap = touch.at - latest.touches[-1].at if latest else 0
        visit: Visit | None = None
        named = [one for one in visits if touch.source_visit in one.ids]
        if touch.source_visit is not None and named:
            visit = named[0]
        elif touch.returning and latest and (latest.left_paying or not touch.paying):
            visit = latest if gap <= 24 * HOUR else None
        elif touch.source_visit is None and latest and gap <= 30 * MINUTE:
            visit = None if came_by_another_campaign(touch, latest.touches[0]) else latest
        else:
            visit = None
        if visit is None:
            visit = Visit()
            visits.append(visit)
        if touch.source_visit is not None:
            visit.ids.add(touch.source_visit)
        visit.touches.append(touch)
        if touch.conversion or touch.paying or touch.returning:
            visit.left_paying = not touch.conversion
        touch.visit = visit


def came_by_another_campaign(touch: Touch, first: Touch) -> bool:
    return (touch.campaign != 0 and touch.campaign != first.campaign) or (
        touch.click != 0 and touch.click != first.click
    )


def join_orders(person: list[Touch]) -> None:
    for touch in [touch for touch in person if touch.conversion]:
        if touch.told:
            continue
        tellings = [touch]
        if touch.order is not None:
            tellings = [t for t in person if t.conversion and t.order == touch.order]
        servers = [t.value for t in tellings if t.server and t.value is not None]
        others = [t.value for t in tellings if t.value is not None]
        touch.value = next(iter(servers or others), None)
        for other in tellings[1:]:
            other.told = True
        if touch.visit is None:
            touch.visit = visit_of_checkout(person, touch, tellings)


def visit_of_checkout(person: list[Touch], touch: Touch, tellings: list[Touch]) -> Visit | None:
    # Touches that found their visit by themselves; orders placed meanwhile do not speak for it.
    told_in = [t.visit for t in tellings if t.visit and t in t.visit.touches]
    before = [t for t in person[: touch.place] if t.visit and t in t.visit.touches]
    carried = [t.visit for t in before if touch.order is not None and t.order == touch.order]
    cart = next((t.cart for t in tellings if t.cart is not None), None)
    filled = [t.visit for t in before if cart is not None and t.cart == cart]
    if told_in:
        return told_in[0]
    if carried or filled:
        return (carried or filled)[-1]
    if not touch.site or touch.shop:
        return None
    here = [t for t in before if touch.device is not None and t.device == touch.device]
    if here and touch.at - here[-1].at <= 24 * HOUR:
        return here[-1].visit
    return before[-1].visit if before and touch.at - before[-1].at <= 30 * MINUTE else None


def tell_origins(person: list[Touch]) -> None:
    """Channels as the cut gives them: of each visit that of its first touch, and what answers and codes tell."""
    for journey in {id(t.journey): t.journey for t in person if t.journey}.values():
        own = [t for t in person if t.journey is journey and not t.told]
        telling = [t for t in own if t.tells and not t.shop]
        for touch in telling:
            if touch.visit is None:
                touch.channel = touch.tells
        firsts = [t for t in own if t.visit is not None and t is t.visit.touches[0]]
        if telling and firsts and all(t.channel == "direct" for t in firsts):
            firsts[0].channel = telling[0].tells
    for touch in person:
        if touch.visit is not None:
            touch.channel = touch.visit.touches[0].channel


def order_anchor(person: list[Touch], order: int | None) -> Touch | None:
    """What an order hangs on: its conversion, else the first customer touch that names it."""
    if order is None:
        return None
    naming = [t for t in person if t.order == order and not t.told]
    conversions = [t for t in naming if t.conversion]
    customers = [t for t in naming if not t.shop]
    return next(iter(conversions or customers), None)


def find_journeys(person: list[Touch], idle: int) -> None:
    state = State()
    for touch in person:
        if touch.told:
            continue
        is_idle = state.last_customer is None or touch.at - state.last_customer >= idle
        if touch.shop and touch.visit is None:
            if state.running and not is_idle:
                touch.journey = state.running
            elif touch.conversion or touch.alone:
                touch.journey = Journey()
        elif touch.visit is not None and id(touch.visit) in state.of_visit:
            touch.journey = state.of_visit[id(touch.visit)]
        else:
            touch.journey = journey_of_contact(person, touch, state, is_idle)
            if touch.visit is not None:
                state.of_visit[id(touch.visit)] = touch.journey
        state.note(person, touch)
    for touch in person:
        anchor = order_anchor(person, touch.order)
        if touch.visit is None and not touch.told and anchor and anchor is not touch:
            touch.journey = anchor.journey or touch.journey


@dataclass
class State:
    """How far a person has come. `done` is the place where the visit of the running journey's conversion
    ended."""

    of_visit: dict[int, Journey] = field(default_factory=dict)
    running: Journey | None = None
    last_customer: int | None = None
    done: int | None = None

    def note(self, person: list[Touch], touch: Touch) -> None:
        if not touch.shop:
            self.last_customer = touch.at
        if touch.conversion and self.running is not None and touch.journey is self.running:
            end = touch.visit.rows(person)[-1].place if touch.visit else touch.place
            self.done = end if self.done is None else min(self.done, end)


def journey_of_contact(person: list[Touch], touch: Touch, state: State, is_idle: bool) -> Journey:
    about, shopping = what_it_is_about(person, touch)
    after_purchase = state.done is not None and touch.place > state.done
    if about is not None and about.journey is not None:
        return about.journey
    if state.running is None or is_idle or (shopping and after_purchase):
        state.running, state.done = Journey(), None
    return state.running


def what_it_is_about(person: list[Touch], touch: Touch) -> tuple[Touch | None, bool]:
    """(the anchor of an older order that a visit or single contact is about, whether it is shopping)."""
    rows = touch.visit.rows(person) if touch.visit else [touch]
    begun = rows[0].place
    older = []
    shopping = False
    for row in rows:
        anchor = order_anchor(person, row.order)
        if anchor is not None and anchor.place < begun:
            older.append(anchor)
        else:
            shopping = shopping or row.shopping
    return (None, True) if shopping else (next(iter(older), None), False)


def row_order(person: list[Touch]) -> list[Touch]:
    """Journey, visit, time, arrival; what is in no journey first; what was told before is no row."""
    rows = [touch for touch in person if not touch.told]

    def first_place(same: list[Touch]) -> int:
        return min(touch.place for touch in same)

    def key(touch: Touch) -> tuple[int, int, int]:
        if touch.journey is None:
            return (-1, touch.place, touch.place)
        journey = first_place([t for t in rows if t.journey is touch.journey])
        visit = (
            first_place([t for t in rows if t.visit is touch.visit]) if touch.visit else touch.place
        )
        return (journey, visit, touch.place)

    return sorted(rows, key=key)


def first_conversion(touch: Touch, people: list[Touch]) -> Touch | None:
    """The conversion of the touch's journey that happened first, whatever row it has."""
    if touch.journey is None:
        return None
    rows = [t for t in people if t.journey is touch.journey and t.conversion and not t.told]
    return min(rows, key=lambda t: t.place, default=None)


def came_later(touch: Touch, bought: Touch | None) -> bool:
    return bought is not None and touch.place > bought.place
