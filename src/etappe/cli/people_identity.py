"""etappe people explain, audit, merge, split, undo: who is one person, why, and deciding it."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

Key = Annotated[str, typer.Argument(help="A key as it was sent, or key:NUMBER.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the decision.")]
Look = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


def add_identity(app: typer.Typer) -> None:
    """Put the commands about identity beside the others of `etappe people`."""
    for command in (explain, audit, decisions, merge, split, undo):
        app.command()(spread(command))


def explain(
    key: Annotated[str, typer.Argument(help="Any key of the person, or the person's number.")],
    *,
    place: Place,
    as_json: Json = False,
) -> None:
    """Why this is one person: every key, what joins it, and who decided what. Keys are masked."""
    with door(place) as way:
        graph = way.read(f"people/{quote(key, safe='')}/identity")
    show_value(graph, as_json=as_json, table=_explained)


def audit(*, place: Place, as_json: Json = False) -> None:
    """People that look wrong: shared addresses and devices, too many keys, machines, tests."""
    with door(place) as way:
        found = way.read("identity/audit")
    show_value(found, as_json=as_json, table=_audited)


def decisions(*, place: Place, as_json: Json = False) -> None:
    """Every decision about keys with its number, the latest first."""
    with door(place) as way:
        found = way.read("identity/decisions")
    show_value(found, as_json=as_json, table=lambda rows: "\n".join(map(_decision, rows)))


def merge(
    a: Key, b: Key, *, reason: Reason, dry_run: Look = False, place: Place, as_json: Json = False
) -> None:
    """Make the people behind two keys one."""
    _decide({"kind": "merge", "a": a, "b": b, "reason": reason}, dry_run, place, as_json)


def split(
    key: Key,
    *,
    link: Annotated[str, typer.Option(help="Take back the link to this key alone.")] = "",
    reason: Reason,
    dry_run: Look = False,
    place: Place,
    as_json: Json = False,
) -> None:
    """Split a key off its person, or take one link back."""
    wish = {"kind": "split", "a": key, "b": link, "reason": reason}
    _decide(wish, dry_run, place, as_json)


def undo(
    number: Annotated[int, typer.Argument(min=1, help="The decision's number.")],
    *,
    reason: Reason,
    dry_run: Look = False,
    place: Place,
    as_json: Json = False,
) -> None:
    """Undo a decision; undoing an undo makes it hold again."""
    _decide({"kind": "undo", "id": number, "reason": reason}, dry_run, place, as_json)


def _decide(wish: dict[str, Any], dry_run: bool, place: Place, as_json: bool) -> None:
    with door(place) as way:
        done = way.act("identity/preview" if dry_run else "identity/decisions", wish)
    show_value(done, as_json=as_json, table=_effect if dry_run else _decided)


def _decided(done: dict[str, Any]) -> str:
    decision = done["decision"]
    return f"{_decision(decision)}\n{_effect(done['effect'])}"


def _decision(decision: dict[str, Any]) -> str:
    return f"{decision['id']:>4}  {decision['sentences']['en']}"


def _effect(effect: dict[str, Any]) -> str:
    lines = [effect["sentences"]["en"]]
    for name in ("before", "after"):
        for one in effect[name]:
            lines.append(
                f"  {name:6} person {one['person']} ({_known(one)}): {one['keys']} keys, "
                f"{one['visits']} visits, {one['journeys']} journeys, {one['orders']} orders, "
                f"{one['value']:,} {effect['currency']}"
            )
    return "\n".join(lines)


def _explained(graph: dict[str, Any]) -> str:
    lines = [f"Person {graph['person']}. {graph['sentences']['en']}", ""]
    for key in graph["keys"]:
        mark = "" if key["mine"] else f"  (not this person, but {key['person']})"
        seen = f"{_day(key['first_seen'])} to {_day(key['last_seen'])}"
        lines.append(
            f"  key:{key['key']}  {key['kind']} {key['shown'] or ''}  {seen}, "
            f"{key['events']} events{mark}"
        )
        lines += [f"      {turn['sentences']['en']}" for turn in key["turns"]]
    lines.append("")
    lines += [f"  {_MARKS[join['state']]} {join['sentences']['en']}" for join in graph["joins"]]
    if graph["decisions"]:
        lines += ["", *map(_decision, graph["decisions"])]
    return "\n".join(lines)


_MARKS = {"joins": "+", "elsewhere": "o", "apart": "-", "undone": "x"}
"""Before a join: it holds, it is another person's, it does not hold, somebody took it back."""


def _audited(found: dict[str, Any]) -> str:
    lines = [found["sentences"]["en"]]
    for one in found["findings"]:
        persons = ", ".join(map(str, one["persons"][:6]))
        lines.append(f"  {one['doubt']:14} {one['sentences']['en']} (persons {persons})")
        if one["merge"]:
            a, b = one["merge"]["a"], one["merge"]["b"]
            lines.append(f'                 etappe people merge key:{a} key:{b} --reason "…"')
    return "\n".join(lines)


def _known(one: dict[str, Any]) -> str:
    return str(one["known"] or one["known_by"])


def _day(moment: str | None) -> str:
    return (moment or "–")[:10]
