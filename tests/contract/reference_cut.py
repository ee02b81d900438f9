"""The cut of DESIGN section 5 once more, slow and plain: persons, orders, visits, journeys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from contract.reference_events import CHANNELS, DAY, MINUTE, PAYMENT, Event, Touch

IDLE = 60 * DAY


@dataclass(slots=True)
class Run:
    """A visit or a journey."""

    person: str
    touches: list[Touch]
    open: bool = False

    @property
    def begin(self) -> int:
        return min(touch.time for touch in self.touches)


@dataclass(slots=True)
class Cut:
    """A shop as the design says it is."""

    touches: list[Touch]
    visits: list[Run]
    journeys: list[Run]
    refunds: list[Touch]
    staff_orders: list[Event]
    last: int


def cut(events: Iterable[Event]) -> Cut:
    """Persons, then orders, then visits, then journeys."""
    rows = sorted(events, key=lambda event: event.seq)
    kept = [event for event in rows if not event.staff]
    staff_orders = [event for event in rows if event.staff and event.key == "purchase"]
    person = persons_of(rows)
    touches, carriers = told_once(kept, person)
    by_person: dict[str, list[Touch]] = defaultdict(list)
    for touch in touches:
        by_person[touch.person].append(touch)
    last = max((touch.time for touch in touches), default=0)
    visits: list[Run] = []
    journeys: list[Run] = []
    for who, own in sorted(by_person.items()):
        own.sort(key=lambda touch: touch.place)
        found = visits_of(who, own, carriers)
        for run in found:
            run.open = last - max(t.time for t in run.touches) <= 30 * MINUTE
        visits += found
        journeys += journeys_of(who, own, found, last)
    refunds = [touch for touch in touches if touch.event.key == "refund"]
    return Cut(touches, visits, journeys, refunds, staff_orders, last)


def persons_of(events: list[Event]) -> dict[int, str]:
    """Event number → person. A browser belongs to its first user up to the login of a second one."""
    logins: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for event in events:
        if event.anonymous and event.user:
            logins[event.anonymous].append((event.time, event.user))
    found = {}
    for event in events:
        if event.user:
            found[event.seq] = "u:" + event.user
            continue
        facts = sorted(logins[event.anonymous])
        if not facts:
            found[event.seq] = "a:" + event.anonymous
            continue
        owner = facts[0][1]
        for moment, user in facts:
            if moment <= event.time:
                owner = user
        found[event.seq] = "u:" + owner
    return found


def told_once(events: list[Event], person: dict[int, str]) -> tuple[list[Touch], set[int]]:
    """Touches in which every order is one, and the numbers of orders that only a server told."""
    orders: dict[str, list[Event]] = defaultdict(list)
    touches = []
    owners = owners_of(events, person)
    for event in events:
        if event.key == "purchase" and event.order:
            orders[event.order].append(event)
        else:
            conversion = event.key == "purchase"
            who = person[event.seq]
            if event.word.side == "shop":
                who = owners.get(event.order, who)
            touches.append(Touch(event, who, event.time, event.value, conversion=conversion))
    homeless = {
        e.seq for e in events if e.key == "purchase" and e.source == "server" and not e.visit
    }
    for tellings in orders.values():
        tellings.sort(key=lambda event: (event.time, event.seq))
        own = [e for e in tellings if person[e.seq] == owners[e.order]]
        carrier = next((e for e in own if e.seq not in homeless), own[0])
        values = [e.value for e in sorted(tellings, key=lambda e: e.source != "server")]
        value = next((value for value in values if value is not None), None)
        touches.append(
            Touch(carrier, person[carrier.seq], tellings[0].time, value, conversion=True)
        )
    return touches, homeless


def owners_of(events: list[Event], person: dict[int, str]) -> dict[str, str]:
    """Order → the person who had it first: a user before a browser nobody logged in to."""
    naming = [event for event in events if event.order]
    naming.sort(key=lambda event: (not event.user, event.time, event.seq))
    owners: dict[str, str] = {}
    for event in naming:
        owners.setdefault(event.order, person[event.seq])
    return owners


@dataclass(slots=True)
class Walk:
    """One person's visits while they are being found."""

    person: str
    visits: list[Run] = field(default_factory=list)
    by_id: dict[str, Run] = field(default_factory=dict)
    running: Run | None = None

    def last(self, touch: Touch, span: int) -> Run | None:
        """The visit with the latest touch, if that is no longer ago than `span`."""
        near = [v for v in self.visits if touch.time - v.touches[-1].time <= span]
        return max(near, key=lambda v: v.touches[-1].place, default=None)

    def returned(self, touch: Touch) -> Run | None:
        """The visit that somebody comes back to from a payment provider."""
        event = touch.event
        if event.came != PAYMENT:
            return None
        own = self.by_id.get(event.visit)
        if own and touch.time - own.touches[-1].time <= DAY:
            return own
        found = self.last(touch, DAY)
        if found and event.visit:
            self.by_id.setdefault(event.visit, found)
        elif found:
            self.running = found
        return found

    def found(self, touch: Touch) -> Run:
        """The touch's visit by its id, else by time and campaign."""
        event = touch.event
        if event.visit:
            return self.by_id.setdefault(event.visit, Run(self.person, []))
        if self.running is None or _parted(self.running, touch):
            self.running = Run(self.person, [])
        return self.running

    def put(self, run: Run, touch: Touch) -> None:
        """Take the touch into the visit."""
        if not run.touches:
            self.visits.append(run)
        run.touches.append(touch)


def visits_of(who: str, own: list[Touch], homeless: set[int]) -> list[Run]:
    """A person's visits in the order they begin; sets visit and channel of their touches."""
    walk = Walk(who)
    for touch in own:
        event = touch.event
        if event.seq in homeless:
            if near := walk.last(touch, 30 * MINUTE):
                walk.put(near, touch)
        elif touch.customer and (event.visit or event.word.place == "site"):
            walk.put(walk.returned(touch) or walk.found(touch), touch)
    for number, visit in enumerate(walk.visits):
        channel = CHANNELS[visit.touches[0].event.came]
        for touch in visit.touches:
            touch.visit, touch.channel = number, channel
    return walk.visits


def _parted(running: Run, touch: Touch) -> bool:
    if touch.time - running.touches[-1].time > 30 * MINUTE:
        return True
    own = next((t.event.tag for t in running.touches if t.event.tag), ())
    return bool(touch.event.tag) and touch.event.tag != own


def journeys_of(who: str, own: list[Touch], visits: list[Run], last: int) -> list[Run]:
    """A person's journeys; a block is a visit or one contact beside visits."""
    blocks = [visit.touches for visit in visits]
    blocks += [[touch] for touch in own if touch.customer and touch.visit is None]
    blocks.sort(key=lambda block: block[0].place)
    starts: list[tuple[int, int]] = []
    of_order: dict[str, int] = {}
    late: list[list[Touch]] = []
    seen: int | None = None
    ended: tuple[int, int] | None = None
    for block in blocks:
        first = block[0]
        about = {t.event.order for t in block if t.event.order in of_order and not t.conversion}
        if about and len(block) == 1:
            late.append(block)
        else:
            parts = {t.event.word.part for t in block}
            again = ended is not None and first.place > ended and parts & {"before", "during"}
            if seen is None or first.time - seen > IDLE or again:
                starts.append(first.place)
                ended = None
            number = len(starts) - 1
            for touch in block:
                touch.journey = number
            bought = [t.event.order for t in block if t.conversion]
            if bought:
                ended = min(ended or block[-1].place, block[-1].place)
            of_order |= {order: number for order in bought if order}
        seen = max(seen or 0, max(t.time for t in block))
    for block in late:
        block[0].journey = of_order[block[0].event.order]
    active = sorted(t.time for t in own if t.customer)
    for touch in own:
        if not touch.customer:
            touch.journey = _running(touch, starts, active, of_order)
    return [_run(who, number, own, visits, len(starts), last) for number in range(len(starts))]


def _run(
    who: str, number: int, own: list[Touch], visits: list[Run], journeys: int, last: int
) -> Run:
    mine = sorted((t for t in own if t.journey == number), key=lambda t: _row(t, visits))
    latest = max(t.time for t in mine if t.customer)
    return Run(who, mine, open=number == journeys - 1 and last - latest <= IDLE)


def _running(
    touch: Touch, starts: list[tuple[int, int]], active: list[int], of_order: dict[str, int]
) -> int | None:
    if touch.event.order in of_order:
        return of_order[touch.event.order]
    before = [number for number, start in enumerate(starts) if start < touch.place]
    seen = [time for time in active if time <= touch.time]
    if not before or touch.time - seen[-1] > IDLE:
        return None
    return before[-1]


def _row(touch: Touch, visits: list[Run]) -> tuple[int, int, int, int]:
    """Visits stay together, in the place where they begin."""
    if touch.visit is None:
        return (*touch.place, *touch.place)
    first = visits[touch.visit].touches[0]
    return (*first.place, *touch.place)
