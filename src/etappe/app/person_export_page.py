"""The export of a person as a page to read: one HTML file without anything from outside."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from etappe.app.person_export import PersonExport
from etappe.app.speech import say
from etappe.base import numbers
from etappe.base.messages import Language

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd;overflow-wrap:anywhere}"
    "th{font-weight:600}@media print{body{margin:0}}"
)


def as_page(export: PersonExport, language: Language, zone: ZoneInfo) -> bytes:
    """The same as the JSON, said in words, for the person who asked."""

    def text(key: str, **figures: object) -> str:
        return say(f"export_{key}", language, **figures)

    def moment(at: Any) -> str:
        local = at.astimezone(zone)
        return f"{numbers.day(local, language)}, {numbers.clock(local)}"

    parts = [
        f"<h1>{escape(text('title', shop=export.shop))}</h1>",
        f"<p>{escape(text('made', when=moment(export.made_at), events=numbers.number(len(export.events), language)))}</p>",
        _table(text("keys"), [text("kind"), text("value")],
               [(text(f"key_{key.kind}"), key.original or text("hash", hash=key.word) if key.kind in ("email", "phone") else key.word)
                for key in export.keys]),
        _table(text("consent"), [text("when"), text("purpose"), text("choice"), text("version")],
               [(moment(fact.at), text(f"purpose_{fact.purpose}"), text("agreed" if fact.agreed else "refused"), fact.version)
                for fact in export.consent]
               + [(moment(one.at), text(f"purpose_{one.purpose}"), text("withdrawn"), "") for one in export.withdrawn]),
        _table(text("belongs"), [text("kind"), text("value")],
               [(text("account"), name) for name in export.accounts] + [(text("segment"), name) for name in export.segments]
               + [(str(entry["field"]), str(entry["value"])) for entry in export.account_entries]),
        _table(text("decisions"), [text("when"), text("what"), text("value")],
               [(moment(one.at), one.kind, f"{one.reason} ({one.by})") for one in export.decisions]),
        _table(text("openings"), [text("when"), text("who")],
               [(moment(one.opened_at), one.opened_by) for one in export.openings]),
        _table(text("requests"), [text("when"), text("what"), text("value")],
               [(numbers.day(datetime.combine(one.received, time.min), language), text(f"request_{one.kind}"), text(f"request_{one.state}")) for one in export.requests]),
        _table(text("events"), [text("when"), text("what"), text("details")],
               [(moment(row["occurred_at"]), str(row["name"]), _details(row)) for row in export.events]),
    ]  # fmt: skip
    head = f"<meta charset=utf-8><title>{escape(text('title', shop=export.shop))}</title><style>{_STYLE}</style>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{"".join(parts)}</body></html>'.encode()


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its title; nothing where there is nothing to say."""
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    head = "".join(f"<th scope=col>{escape(word)}</th>" for word in heads)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _details(row: Mapping[str, Any]) -> str:
    told = {name: value for name, value in row.items() if name not in ("occurred_at", "name")}
    return "; ".join(f"{name}: {_said(value)}" for name, value in told.items())


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
