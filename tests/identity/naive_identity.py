"""Identity said slowly: sets of keys, joined fact by fact, decision by decision."""

from collections.abc import Sequence

Fact = tuple[
    int, int, int, int
]  # (weaker key, stronger key, when, told: 0 together, 1 proved, 2 alias)
Said = tuple[
    str, int, int
]  # ("merge" or "split", key, other key or -1), in order of time; only what holds
ANONYMOUS, USER = 0, 4
PROVED, ALIAS = 1, 2
Spans = list[list[tuple[int | None, int]]]


def naive(kinds: Sequence[int], facts: Sequence[Fact], said: Sequence[Said] = ()) -> Spans:
    """Per key its spans (from when, None for always; person), in order of time."""
    facts = [fact for fact in facts if not _taken_back(fact, said)]
    same = [(a, b) for a, b, _, told in facts if told == ALIAS and kinds[a] == kinds[b]]
    same += [
        (a, b)
        for place, (kind, a, b) in enumerate(said)
        if kind == "merge" and not _taken_back((a, b, 0, 0), said[place + 1 :])
    ]
    people = People(kinds)
    for a, b in same:
        if (kinds[a] == ANONYMOUS) == (kinds[b] == ANONYMOUS):
            people.join(a, b, whatever=True)
    devices = People(kinds)
    for a, b in same:
        if kinds[a] == kinds[b] == ANONYMOUS:
            devices.join(a, b)
    _join_known(people, kinds, facts)
    owned = [sorted(pair, key=lambda key: kinds[key]) for pair in same]
    logins = [(a, b, None) for a, b in owned if kinds[a] == ANONYMOUS != kinds[b]]
    seen = _seen(people, kinds, devices, logins, facts)
    for key, spans in enumerate(seen):
        if spans:
            people.join(key, spans[0][1], whatever=True)
    return [
        [(None, people.number(key))] + [(when, people.number(held)) for when, held in spans[1:]]
        for key, spans in enumerate(seen)
    ]


def _taken_back(fact: Fact, said: Sequence[Said]) -> bool:
    pair = {fact[0], fact[1]}
    return any(kind == "split" and (a in pair if b < 0 else {a, b} == pair) for kind, a, b in said)


def _join_known(people: "People", kinds: Sequence[int], facts: Sequence[Fact]) -> None:
    for proved in (True, False):
        for weaker, stronger, _, told in sorted(facts, key=lambda fact: _when(kinds, fact)):
            apart = kinds[weaker] != kinds[stronger]
            if kinds[weaker] != ANONYMOUS and apart and (told == PROVED) == proved:
                people.join(weaker, stronger)


def _seen(
    people: "People",
    kinds: Sequence[int],
    devices: "People",
    owners: Sequence[tuple[int, int, None]],
    facts: Sequence[Fact],
) -> Spans:
    """By key the keys it stood for and from when on; devices that are one tell their logins together."""
    seen: Spans = [[] for _ in kinds]
    logins: list[tuple[int, int, int | None]] = [
        (weaker, stronger, when)
        for weaker, stronger, when, _ in sorted(
            ((devices.number(a), b, at, by) for a, b, at, by in facts if kinds[a] == ANONYMOUS != kinds[b]),
            key=lambda fact: _when(kinds, fact),
        )
    ]  # fmt: skip
    first = sorted(owners, key=lambda owner: (kinds[owner[1]], devices.number(owner[0]), owner[1]))
    for device, held, when in [*first, *logins]:
        spans = seen[devices.number(device)]
        if not spans:
            spans.append((None, held))
        elif not people.join(spans[-1][1], held) and kinds[held] == USER:
            spans.append((when, held))
    return [seen[devices.number(key)] for key in range(len(kinds))]


def _when(kinds: Sequence[int], fact: Fact) -> tuple[int, ...]:
    weaker, stronger, when, _ = fact
    return (when, kinds[weaker], kinds[stronger], weaker, stronger)


class People:
    """Sets of keys; two that each hold a user stay apart, unless somebody says otherwise."""

    def __init__(self, kinds: Sequence[int]) -> None:
        self.kinds = kinds
        self.sets = [{key} for key in range(len(kinds))]

    def number(self, key: int) -> int:
        return min(self.sets[key])

    def join(self, a: int, b: int, *, whatever: bool = False) -> bool:
        one, other = self.sets[a], self.sets[b]
        if one is other:
            return True
        users = [any(self.kinds[key] == USER for key in each) for each in (one, other)]
        if all(users) and not whatever:
            return False
        both = one | other
        for key in both:
            self.sets[key] = both
        return True
