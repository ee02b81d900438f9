"""Identity of a shop: why one person, and what people decide about it. The doors ask here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.events import nobody
from etappe.analysis.people_keys import PersonKey
from etappe.app.identity_graph import (
    GraphJoin,
    GraphKey,
    IdentityGraph,
    KeyTurn,
    ShownDecision,
    State,
    Why,
)
from etappe.app.identity_said import decision_said, graph_said, join_said, turn_said
from etappe.app.identity_words import KeyName, Told
from etappe.app.shop import Shop
from etappe.base.clock import moment_of
from etappe.identity.spans import LONG_AGO, KeySpans
from etappe.store.events import Decision, Links
from etappe.store.events.values import ALIAS, PROVED

MOST = 60
"""Keys of a graph at most."""

NEIGHBOURS = 12
"""Keys of others at most that are shown because something speaks for joining them."""

_WHY: dict[int, Why] = {0: "together", int(PROVED): "proved", int(ALIAS): "alias"}

Numbers = NDArray[np.int64]


def identity(shop: Shop, known: str) -> IdentityGraph:
    """Why the person with that number or any other key is one person. NotFound when nobody is known so."""
    shop.columns()
    person = shop.book.person_of(known)
    if person is None:
        raise nobody(known)
    return _Graph(shop, person).answer()


def decisions(shop: Shop) -> list[ShownDecision]:
    """Every decision about keys, the latest first."""
    all_of_them = shop.events.decisions()
    names = names_of(shop, _keys_in(all_of_them))
    zone = shop.records.settings().zone
    return [shown_decision(one, names, zone) for one in reversed(all_of_them)]


def names_of(shop: Shop, keys: Numbers) -> dict[int, KeyName]:
    """By key how it may be called."""
    found = shop.events.kinds_and_words(keys)
    told = shop.events.private.originals(keys)
    return {
        key: KeyName.of(key, PersonKey(kind, word, told.get(key)))
        for key, (kind, word) in zip(keys.tolist(), found, strict=True)
    }


def shown_decision(decision: Decision, names: dict[int, KeyName], zone: str) -> ShownDecision:
    """A decision as people read it."""
    return ShownDecision(
        decision.id,
        decision.kind,
        names.get(decision.key_a),
        names.get(decision.key_b),
        decision.undoes,
        decision.reason,
        decision.by,
        decision.at,
        decision.holds,
        decision.undone_by,
        decision_said(decision, names, zone),
    )


def _because(told: int, names: tuple[KeyName, KeyName]) -> Why:
    """Two phone keys never stand in one event: a link between them says that they are one number."""
    return "same_number" if names[0].kind == names[1].kind == "phone" else _WHY[told]


class _Graph:
    """The making of one graph."""

    def __init__(self, shop: Shop, person: int) -> None:
        self._shop, self._person = shop, person
        self._spans: KeySpans = shop.book.written.spans
        self._zone = shop.records.settings().zone
        self._words = shop.words()
        own = self._spans.keys_of(np.array([person], np.int32))
        self._decisions = [
            one for one in shop.events.decisions() if one.kind != "undo" or one.holds
        ]
        self._mine = own[:MOST]
        self._left_out = len(own) - len(self._mine)
        self._links = shop.events.links_of(self._mine)
        self._keys = self._with_neighbours()
        self._names = names_of(shop, self._keys)

    def answer(self) -> IdentityGraph:
        inside = np.isin(self._links.key_a, self._keys) & np.isin(self._links.key_b, self._keys)
        links = self._links.taken(inside)
        told = self._events(self._shop.events.events_behind(links))
        joins = [*self._told(links, told), *self._merged()]
        concerned = [one for one in self._decisions if self._concerns(one)]
        keys = len(self._mine) + self._left_out
        return IdentityGraph(
            self._person,
            tuple(self._key_rows()),
            tuple(joins),
            tuple(shown_decision(one, self._names, self._zone) for one in reversed(concerned)),
            self._left_out,
            graph_said(keys, sum(join.state == "joins" for join in joins)),
        )

    def _with_neighbours(self) -> Numbers:
        """The person's keys, and others that a link or a decision names beside them."""
        decided = [(d.key_a, d.key_b) for d in self._decisions if d.kind != "undo"]
        pairs = np.array(decided, np.int64).reshape(-1, 2)
        pairs = pairs[np.isin(pairs, self._mine).any(axis=1)]
        linked = np.concatenate((self._links.key_a, self._links.key_b))
        others = np.setdiff1d(np.concatenate((pairs.ravel(), linked)), [*self._mine, -1])
        return np.concatenate((self._mine, others[:NEIGHBOURS])).astype(np.int64)

    def _concerns(self, decision: Decision) -> bool:
        target = decision
        if decision.undoes is not None:
            target = next((d for d in self._decisions if d.id == decision.undoes), decision)
        return bool(np.isin([target.key_a, target.key_b], self._mine).any())

    def _events(self, seqs: Sequence[int]) -> list[Told | None]:
        there = sorted({seq for seq in seqs if seq > 0})
        rows = self._shop.events.rows(np.array(there, np.int64)) if there else []
        by_seq = {row["seq"]: Told.of(row, self._words) for row in rows}
        return [by_seq.get(seq) for seq in seqs]

    def _told(self, links: Links, told: Sequence[Told | None]) -> list[GraphJoin]:
        rows = zip(
            links.key_a.tolist(), links.key_b.tolist(), links.occurred_us.tolist(),
            links.told.tolist(), told, strict=True,
        )  # fmt: skip
        made = []
        for a, b, at_us, why, event in rows:
            state, decision = self._state(a, b, at_us)
            shown = shown_decision(decision, self._names, self._zone) if decision else None
            names = (self._names[a], self._names[b])
            at = moment_of(at_us)
            because = _because(why, names)
            said = join_said(because, state, names, at, event, shown, self._zone)
            made.append(GraphJoin(a, b, because, state, at, event, shown, said))
        return made

    def _state(self, a: int, b: int, at_us: int) -> tuple[State, Decision | None]:
        for one in reversed(self._decisions):
            if one.kind == "split" and one.holds:
                link = {one.key_a, one.key_b} == {a, b}
                if link or (one.key_b < 0 and one.key_a in (a, b)):
                    return "undone", one
        persons = self._spans.person_of(np.array([a, b], np.int32), np.array([at_us, at_us]))
        if persons[0] != persons[1]:
            return "apart", None
        return ("joins" if persons[0] == self._person else "elsewhere"), None

    def _merged(self) -> list[GraphJoin]:
        made = []
        for one in self._decisions:
            pair = (one.key_a, one.key_b)
            if one.kind == "merge" and np.isin(pair, self._keys).all():
                shown = shown_decision(one, self._names, self._zone)
                state, split = self._state(*pair, 0)
                state = "undone" if split or not one.holds else state
                made.append(GraphJoin(*pair, "merge", state, one.at, None, shown, shown.sentences))
        return made

    def _key_rows(self) -> list[GraphKey]:
        facts = self._shop.events.key_facts(self._keys)
        rows = []
        for key in self._keys.tolist():
            known, name = facts.get(key), self._names[key]
            turns = self._turns(key)
            person = int(self._spans.person[self._spans.key == key][-1])
            rows.append(
                GraphKey(
                    key, name.kind, name.shown, person, bool(np.isin(key, self._mine)),
                    moment_of(known.first_us) if known else None,
                    moment_of(known.last_us) if known else None,
                    known.events if known else 0, turns if len(turns) > 1 else (),
                )
            )  # fmt: skip
        return rows

    def _turns(self, key: int) -> tuple[KeyTurn, ...]:
        """Whose the key was, one after the other; a turn comes with the login that brought it."""
        rows = np.flatnonzero(self._spans.key == key)
        turns = []
        for at_us, person in zip(
            self._spans.from_us[rows].tolist(), self._spans.person[rows].tolist(), strict=True
        ):
            if at_us <= LONG_AGO:
                said = turn_said(self._names[key], person, None, None, self._zone)
                turns.append(KeyTurn(None, person, None, None, said))
                continue
            login = self._shop.events.login_at(key, at_us)
            event = self._events([login.seq])[0] if login else None
            by = (
                names_of(self._shop, np.array([login.user], np.int64))[login.user]
                if login
                else None
            )
            at = moment_of(at_us)
            said = turn_said(self._names[key], person, at, by, self._zone)
            turns.append(KeyTurn(at, person, by, event, said))
        return tuple(turns)


def _keys_in(decided: Sequence[Decision]) -> Numbers:
    keys = {key for one in decided for key in (one.key_a, one.key_b) if key >= 0}
    return np.array(sorted(keys), np.int64)
