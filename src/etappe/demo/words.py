"""Jubelware's own words, laid over the shipped ones, and the notes its people pinned to days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from etappe.base.messages import Language
from etappe.demo.calendar import moment
from etappe.demo.stories.viral import DAY_OF_VIDEO, NOTE

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation (Vermerk) on a day."""

    day: date
    text: dict[Language, str]


def _named(de: str, en: str) -> dict[str, Any]:
    """A touchpoint of the catalogue under the shop's own name: it keeps its place in every stage model."""
    return {"name": {"de": de, "en": en}}


def word_edits() -> dict[str, Any]:
    """Touchpoints and rules of this shop, in the form `events.overlay` takes."""
    touchpoints = {
        "forum_post": _named("Fan-Forum", "Fan forum"),
        "radio_spot": _named("Podcast-Code", "Podcast code"),
        "poster": _named("Stadionplakat mit QR-Code", "Stadium poster with QR code"),
        "packaging": _named("Paketbeileger", "Packaging insert"),
        "price_comparison": _named("Idealo", "Idealo"),
        "sales_visit": _named("Beates Besuch im Verein", "Beate’s visit to the club"),
        "hurdle_protocol": {
            **_named("Hürdenprotokoll", "Hurdle protocol"), "part": "neutral", "channel": "", "team": "sales",
        },
    }  # fmt: skip
    rules = [
        {"touchpoint": "ad", "event": "ad_*", "host": "*linkedin*"},
        {"touchpoint": "forum_post", "event": "page_view", "channel": "forum"},
        {"touchpoint": "video", "event": "page_view", "path": "/videos/*"},
    ]
    hurdle = {
        "touchpoint": "hurdle_protocol",
        "label": {"de": "Hürde notiert", "en": "Hurdle noted"},
    }
    return {"touchpoints": touchpoints, "rules": rules, "events": {"hurdle_noted": hurdle}}


def notes() -> tuple[Note, ...]:
    """What the team wrote on the calendar; one of them is the control that explains nothing."""
    return (
        Note(_day(11, 28), {"de": "Black Friday", "en": "Black Friday"}),
        Note(_day(2, 2), {"de": "TS-16 ausgelistet, Nachfolger TS-18", "en": "TS-16 discontinued, successor TS-18"}),
        Note(_day(3, 3), {"de": "Neue Zahlungsseite live", "en": "New payment page live"}),
        Note(_day(3, 31), {"de": "Zahlungsseite repariert", "en": "Payment page repaired"}),
        Note(_day(*DAY_OF_VIDEO), {"de": NOTE["de"], "en": NOTE["en"]}),
        Note(_day(6, 1), {"de": "Kampagne „Sommerfinale“ startet", "en": "Campaign “Sommerfinale” starts"}),
        Note(_day(8, 8), {"de": "Saisonstart", "en": "Season starts"}),
    )  # fmt: skip


def _day(month: int, day: int) -> date:
    return date.fromordinal(_EPOCH + moment(month, day) // 86_400_000_000)
