"""The record of processing (GDPR Art. 30) and the technical measures, as a draft from the live settings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from etappe.analysis.period import zone_of
from etappe.app.privacy import Privacy, privacy
from etappe.app.shop import Shop
from etappe.app.speech import say
from etappe.base import numbers
from etappe.base.clock import now
from etappe.base.messages import Language
from etappe.base.roles import Role

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd;overflow-wrap:anywhere}"
)
_TENTH, _LEAST = 0.1, 0.001
"""Shares below a tenth have a decimal; smaller ones than this are 'less than'."""


class Part(NamedTuple):
    """One section: paragraphs, then a list, then a table (its first row the heads); what is empty is left out."""

    title: str
    text: Sequence[str] = ()
    points: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()


def record(shop: Shop, language: Language, users: Mapping[Role, int]) -> tuple[Part, ...]:
    """The draft, section by section; the first is its title. `users` counts who may sign in."""

    def text(key: str, **figures: object) -> str:
        return say(f"privacy_{key}", language, **figures)

    state = privacy(shop)
    title = shop.records.settings().title or shop.name
    people = ", ".join(f"{count} × {role}" for role, count in users.items() if count) or "–"
    return (
        Part(
            text("record_title"),
            [text("record_about", shop=title, day=numbers.day(_today(shop), language))],
        ),
        Part(text("record_controller"), [text("record_controller_fill", shop=title)]),
        Part(text("record_activity"), [text("record_activity_text")]),
        Part(text("record_purposes"), table=_purposes(state, language)),
        Part(text("record_people"), [text("record_people_text")]),
        Part(text("record_data"), table=_fields(state, language)),
        Part(text("record_recipients"), [text("record_recipients_text", users=people)]),
        Part(text("record_transfer"), [text("record_transfer_text")]),
        Part(text("record_retention"), table=_times(state, language)),
        Part(text("record_measures"), points=_measures(shop, state, people, language)),
    )


def as_markdown(parts: Sequence[Part]) -> bytes:
    """The draft as Markdown."""
    lines: list[str] = []
    for place, part in enumerate(parts):
        lines += [f"{'#' if place == 0 else '##'} {part.title}", ""]
        lines += [line for paragraph in part.text for line in (paragraph, "")]
        lines += [*(f"- {point}" for point in part.points), ""] if part.points else []
        if part.table:
            head, *rows = part.table
            lines += [_line(head), _line(["---"] * len(head)), *map(_line, rows), ""]
    return "\n".join(lines).encode()


def as_html(parts: Sequence[Part], language: Language) -> bytes:
    """The draft as one page without anything from outside, for printing and word processors."""
    body: list[str] = []
    for place, part in enumerate(parts):
        body.append(f"<h{1 if place == 0 else 2}>{escape(part.title)}</h{1 if place == 0 else 2}>")
        body += [f"<p>{escape(paragraph)}</p>" for paragraph in part.text]
        if part.points:
            points = "".join(f"<li>{escape(point)}</li>" for point in part.points)
            body.append(f"<ul>{points}</ul>")
        if part.table:
            head, *rows = part.table
            heads = "".join(f"<th scope=col>{escape(word)}</th>" for word in head)
            cells = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
            )
            body.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>")
    head = f"<meta charset=utf-8><title>{escape(parts[0].title)}</title><style>{_STYLE}</style>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{"".join(body)}</body></html>'.encode()


def _line(cells: Sequence[str]) -> str:
    told = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(told)} |"


def _today(shop: Shop) -> datetime:
    return now().astimezone(zone_of(shop.records.settings().zone))


def _purposes(state: Privacy, language: Language) -> list[list[str]]:
    heads = [say(f"privacy_{key}", language) for key in ("purpose", "allows", "events")]
    rows = [
        [
            row.label[language],
            row.meaning[language],
            ", ".join(event.label[language] for event in row.events) or "–",
        ]
        for row in state.purposes
    ]
    return [heads, *rows]


def _fields(state: Privacy, language: Language) -> list[list[str]]:
    heads = [say(f"privacy_{key}", language) for key in ("field", "meaning", "personal", "filled")]
    rows = [
        [
            field.name,
            field.meaning[language],
            say(f"privacy_class_{field.personal}", language),
            "" if field.filled is None else _filled(field.filled / max(state.events, 1), language),
        ]
        for field in state.fields
    ]
    return [heads, *rows]


def _filled(part: float, language: Language) -> str:
    """What is there at all is never said to be 0 %."""
    if 0 < part < _LEAST:
        return f"< {numbers.share(_LEAST, language, 1)}"
    return numbers.share(part, language, 0 if part == 0 or part >= _TENTH else 1)


def _times(state: Privacy, language: Language) -> list[list[str]]:
    rows = []
    for row in state.retention:
        key, days = ("days", row.days) if row.days is not None else ("no_limit", row.proposed)
        told = say(f"privacy_{key}", language, days=numbers.number(days, language))
        rows.append([say(f"privacy_kind_{row.kind}", language), told])
    return [[say("privacy_kind", language), say("privacy_time", language)], *rows]


def _measures(shop: Shop, state: Privacy, people: str, language: Language) -> list[str]:
    def text(key: str, **figures: object) -> str:
        return say(f"privacy_measure_{key}", language, **figures)

    country = "ip_country" if shop.records.tracking().country else "ip_nothing"
    kept = "untold_kept" if state.keep_untold else "untold_dropped"
    return [
        text("ip", country=text(country)),
        text("hash"),
        text("seal"),
        text("untold", kept=text(kept)),
        text("masked"),
        text("roles", users=people),
        text("forget"),
        text("past", past=text("past_too") if state.withdrawal_past else ""),
        text("files"),
    ]
