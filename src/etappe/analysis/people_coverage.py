"""People of the coverage: whose orders were seen coming, and whose were not, by reason."""

import numpy as np

from etappe.analysis.coverage import CoverageQuestion
from etappe.analysis.coverage_orders import REASONS
from etappe.analysis.coverage_share import orders_in
from etappe.analysis.errors import unknown
from etappe.analysis.kpis_rows import person_of
from etappe.analysis.people_group import Group, Part, member_mask, only_name, words
from etappe.analysis.scope import resolve_scope
from etappe.analysis.speech import say
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

PARTS = ("seen", "unseen", "reason")


def coverage_group(columns: Columns, asked: CoverageQuestion, part: Part) -> Group:
    """Who placed the orders that were seen coming, those that were not, or those of the reason `part.names`."""
    resolved = resolve_scope(columns, asked.scope)
    reason = _reason(part)
    members, count = [], 0
    for shard, (orders, kept) in zip(columns.shards, orders_in(resolved.asked()), strict=True):
        if part.name == "reason":
            chosen = kept & (orders.reason == reason)
        else:
            chosen = kept & ((orders.reason < 0) == (part.name == "seen"))
        rows = orders.row[chosen]
        count += len(rows)
        members.append(member_mask(shard, person_of(shard, rows).astype(np.int64)))

    def figures(language: Language) -> dict[str, str]:
        named = f"coverage_{REASONS[reason]}" if reason >= 0 else ""
        return {"name": say(named, language) if named else ""}

    return Group(
        members=tuple(members),
        count=count,
        unit="order",
        says=words(f"coverage_{part.name}", figures),
        resolved=resolved,
    )


def _reason(part: Part) -> int:
    if part.name != "reason":
        return -1
    (name,) = only_name(part)
    if name not in REASONS:
        raise unknown("name", name, REASONS)
    return REASONS.index(name)
