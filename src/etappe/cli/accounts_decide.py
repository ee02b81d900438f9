"""etappe accounts merge, split, undo, decisions, twins: which ids are one company, and deciding it."""

from typing import Annotated, Any

import typer

from etappe.cli.answering import show_value
from etappe.cli.door import door
from etappe.cli.options import Json, Place
from etappe.cli.spread import spread

Account = Annotated[str, typer.Argument(help="The company's id, as events name it.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the decision.")]
Look = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


def add_deciding(app: typer.Typer) -> None:
    """Put the commands about ids of companies beside the others of `etappe accounts`."""
    for command in (merge, split, undo, decisions, twins):
        app.command()(spread(command))


def merge(
    account: Annotated[str, typer.Argument(help="The id that stays.")],
    other: Annotated[str, typer.Argument(help="The id that is the same company.")],
    *,
    reason: Reason,
    dry_run: Look = False,
    place: Place,
    as_json: Json = False,
) -> None:
    """Make two ids one company: renamed in the ERP, typed twice."""
    wish = {"kind": "merge", "account": account, "other": other, "reason": reason}
    _decide(wish, dry_run, place, as_json)


def split(
    account: Account,
    *,
    reason: Reason,
    dry_run: Look = False,
    place: Place,
    as_json: Json = False,
) -> None:
    """Split an id off its company; the other ids stay together."""
    wish = {"kind": "split", "account": account, "reason": reason}
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


def decisions(*, place: Place, as_json: Json = False) -> None:
    """Every decision about ids of companies with its number, the latest first."""
    with door(place) as way:
        found = way.read("account-decisions")
    show_value(found, as_json=as_json, table=lambda rows: "\n".join(map(_decision, rows)))


def twins(*, place: Place, as_json: Json = False) -> None:
    """Ids that may be one company, each pair with its reasons."""
    with door(place) as way:
        found = way.read("account-twins")
    show_value(found, as_json=as_json, table=_twins)


def _decide(wish: dict[str, Any], dry_run: bool, place: Place, as_json: bool) -> None:
    with door(place) as way:
        done = way.act("account-decisions/preview" if dry_run else "account-decisions", wish)
    show_value(done, as_json=as_json, table=_effect if dry_run else _decided)


def _decided(done: dict[str, Any]) -> str:
    return f"{_decision(done['decision'])}\n{_effect(done['effect'])}"


def _decision(decision: dict[str, Any]) -> str:
    return f"{decision['id']:>4}  {decision['sentences']['en']}"


def _effect(effect: dict[str, Any]) -> str:
    lines = [effect["sentences"]["en"]]
    for name in ("before", "after"):
        for one in effect[name]:
            others = f" = {', '.join(one['ids'][1:])}" if len(one["ids"]) > 1 else ""
            lines.append(
                f"  {name:6} {one['account']}{others} ({one['name'] or '–'}): {one['people']} people, "
                f"{one['visits']} visits, {one['journeys']} journeys, {one['orders']} orders, "
                f"{one['value']:,} {effect['currency']}"
            )
    return "\n".join(lines)


def _twins(found: dict[str, Any]) -> str:
    lines = [f"{found['total']} pairs may be one company."]
    for one in found["twins"]:
        account, other = one["account"]["account"], one["other"]["account"]
        why = "; ".join(reason["sentences"]["en"] for reason in one["reasons"])
        lines.append(f"  {account} and {other}: {why}")
        lines.append(f'      etappe accounts merge {account} {other} --reason "…"')
    return "\n".join(lines)
