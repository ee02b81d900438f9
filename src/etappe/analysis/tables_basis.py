"""Tables, what they rest on: period, condition and rule, beside the figures of every exported file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from etappe.analysis.period import zone_of
from etappe.analysis.speech import say
from etappe.analysis.tables import Table, label_of
from etappe.base.messages import Language, keys


def basis_rows(
    answer: Any, tables: Sequence[Table], language: Language
) -> list[tuple[str, str, Any]]:
    """Key, label and value of everything a reader must know; days are local ones of the shop's zone."""
    basis = answer.basis
    told: list[tuple[str, Any]] = [
        ("sentence", answer.sentence(language)),
        ("from", local_time(basis.from_, basis.zone)),
        ("to", local_time(basis.to, basis.zone)),
        ("zone", basis.zone),
        ("where", basis.where),
        ("rule", rule_in_words(basis.rule, language)),
        ("persons", basis.persons),
        ("journeys", basis.journeys),
        ("touches", basis.touches),
        ("coverage", basis.coverage),
        ("currency", getattr(answer, "currency", None)),
        ("left_out", sum(table.left_out for table in tables)),
    ]
    return [(key, label_of(key)[language], value) for key, value in told if value not in (None, "")]


def rule_in_words(rule: str, language: Language) -> str:
    """How the period chose, as people read it."""
    key = f"rule_{rule}"
    return say(key, language) if key in keys("etappe.analysis") else rule


def local_time(moment: str | None, zone: str) -> str:
    """'2026-03-03 00:00:00' by the shop's clock; '' for no moment."""
    if moment is None:
        return ""
    local = datetime.fromisoformat(moment).astimezone(zone_of(zone))
    return local.strftime("%Y-%m-%d %H:%M:%S")
