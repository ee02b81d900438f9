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


def _touchpoint(part: str, channel: str, de: str, en: str, **further: Any) -> dict[str, Any]:
    return {"part": part, "channel": channel, "name": {"de": de, "en": en}, **further}


def word_edits() -> dict[str, Any]:
    """Touchpoints and rules of this shop, in the form `events.overlay` takes."""
    away: dict[str, Any] = {"digital": False, "ownership": "paid"}
    touchpoints = {
        "fan_forum": _touchpoint("before", "forum", "Fan-Forum", "Fan forum", ownership="earned", direct=False),
        "podcast_code": _touchpoint("before", "radio_podcast", "Podcast-Code", "Podcast code", **away),
        "stadium_poster": _touchpoint("before", "poster", "Stadionplakat mit QR-Code", "Stadium poster with QR code", **away),
        "packaging_insert": _touchpoint("before", "packaging", "Paketbeileger", "Packaging insert", digital=False),
        "fair": _touchpoint("before", "fair", "Messe", "Trade fair", digital=False),
        "idealo": _touchpoint("before", "price_comparison", "Idealo", "Idealo", ownership="paid", direct=False),
        "video": _touchpoint("before", "organic_video", "Video mit Milo", "Video with Milo"),
        "team_portal": _touchpoint("before", "", "Vereinsshop-Portal", "Club shop portal", content="product"),
        "hurdle_protocol": _touchpoint("neutral", "", "Hürdenprotokoll", "Hurdle protocol", team="sales"),
    }  # fmt: skip
    rules = [
        {"touchpoint": "fan_forum", "event": "page_view", "channel": "forum"},
        {"touchpoint": "podcast_code", "event": "coupon_entered"},
        {"touchpoint": "podcast_code", "event": "page_view", "channel": "radio_podcast"},
        {"touchpoint": "stadium_poster", "event": "page_view", "channel": "poster"},
        {"touchpoint": "packaging_insert", "event": "page_view", "channel": "packaging"},
        {"touchpoint": "idealo", "event": "page_view", "channel": "price_comparison"},
        {"touchpoint": "video", "path": "/videos/*"},
        {"touchpoint": "team_portal", "event": "view_item", "path": "*/vereinsshop-portal*"},
        {"touchpoint": "video", "event": "video_start"},
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
