"""Identity said slowly: sets of keys, joined fact by fact."""

from collections.abc import Sequence

Fact = tuple[int, int, int]  # (weaker key, stronger key, when)
ANONYMOUS, USER = 0, 4


def naive(kinds: Sequence[int], facts: Sequence[Fact]) -> list[list[tuple[int | None, int]]]:
    """Per key its spans (from when, None for always; person), in order of time."""
    people = People(kinds)
    facts = sorted(facts, key=lambda f: (f[2], kinds[f[0]], kinds[f[1]], f[0], f[1]))
    for weaker, stronger, _ in facts:
        if kinds[weaker] != ANONYMOUS:
            people.join(weaker, stronger)
    seen: list[list[tuple[int | None, int]]] = [[] for _ in kinds]  # (from when, key it stands for)
    for weaker, stronger, when in [fact for fact in facts if kinds[fact[0]] == ANONYMOUS]:
        if not seen[weaker]:
            seen[weaker].append((None, stronger))
        elif not people.join(seen[weaker][-1][1], stronger) and kinds[stronger] == USER:
            seen[weaker].append((when, stronger))
    for key, spans in enumerate(seen):
        if spans:
            people.join(key, spans[0][1])
    return [
        [(None, people.number(key))] + [(when, people.number(held)) for when, held in spans[1:]]
        for key, spans in enumerate(seen)
    ]


class People:
    """Sets of keys; two that each hold a user stay apart."""

    def __init__(self, kinds: Sequence[int]) -> None:
        self.kinds = kinds
        self.sets = [{key} for key in range(len(kinds))]

    def number(self, key: int) -> int:
        return min(self.sets[key])

    def join(self, a: int, b: int) -> bool:
        one, other = self.sets[a], self.sets[b]
        if one is other:
            return True
        if all(any(self.kinds[key] == USER for key in each) for each in (one, other)):
            return False
        both = one | other
        for key in both:
            self.sets[key] = both
        return True
