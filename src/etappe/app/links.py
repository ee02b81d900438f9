"""Links and codes of a shop: made, listed with what they brought, and drawn as QR codes."""

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import segno

from etappe.analysis.money import major
from etappe.app.link_figures import LinkFigures, link_figures
from etappe.app.shop import Shop
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.errors import BadInput, NotFound
from etappe.events.linking import LinkMedium, link_media, tagged
from etappe.events.words import Text
from etappe.store.records import KeptLink

NAME_LENGTH = 80
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{1,38}[A-Z0-9]")
_QUIET = 4
"""Modules of white around a QR code, as ISO/IEC 18004 asks."""
_DOTS, _DPI = 24, 300
"""Dots a module and an inch: a module is 2 mm in print, which a telephone reads from an arm's length and more."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its addresses and what it brought so far.

    `url` is the target with its utm fields; `short` is the path on this server that leads there, for small QR codes.
    `orders` are those in visits by the link or with its code, each once; `orders_by_code` those with the code.
    """

    id: int
    name: str
    target: str
    medium: str
    medium_label: Text
    channel: str
    campaign: str
    code: str
    url: str
    short: str
    created_by: str
    created_at: datetime
    put_away_at: datetime | None
    visits: int
    orders: int
    orders_by_code: int
    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class MediumChoice:
    """A medium that links can be made for, with the channel that its visits count as."""

    medium: str
    label: Text
    channel: str
    channel_label: Text
    certain: bool


def links(shop: Shop) -> list[Link]:
    """Every link with its figures, the latest first."""
    kept = shop.records.links.all()
    if not kept:
        return []
    columns = shop.columns()
    found = link_figures(columns, {one.short: one.code for one in kept})
    return [_link(shop, one, found[one.short], columns.currency) for one in kept]


def media_choices(shop: Shop) -> list[MediumChoice]:
    """The media that links can be made for."""
    channels = shop.words().channels
    return [
        MediumChoice(
            one.key,
            one.name,
            one.channel,
            channels[one.channel].name,
            channels[one.channel].certain,
        )
        for one in link_media()
    ]


def make_link(shop: Shop, wanted: Mapping[str, Any], by: str = COMMAND_LINE) -> Link:
    """Make a link. `wanted` has name, target, medium, campaign ('' = made from the name) and code ('' = none).

    BadInput names the field that does not fit, Conflict a code that is taken.
    """
    name = str(wanted.get("name") or "").strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        raise BadInput(
            f"name: {name!r}.", next_step=f"Write 1 to {NAME_LENGTH} characters.", field="name"
        )
    campaign = _campaign(str(wanted.get("campaign") or "").strip() or name)
    kept = shop.records.links.make(
        name,
        _target(str(wanted.get("target") or "").strip()),
        _medium(str(wanted.get("medium") or "")).key,
        campaign,
        _code(str(wanted.get("code") or "")),
        by,
    )
    return _link(shop, kept, LinkFigures(), shop.records.settings().currency)


def put_away(shop: Shop, number: int) -> None:
    """Offer a link no longer. Printed ones go on working and counting."""
    shop.records.links.put_away(number)


def target_of(shop: Shop, short: str) -> str:
    """Where a short address leads; NotFound."""
    kept = shop.records.links.of_short(short)
    if kept is None:
        raise NotFound(
            f"There is no link {short!r}.", next_step="Look at the printed address again."
        )
    return _url(kept)


def qr_of(shop: Shop, number: int, kind: str, base: str = "") -> bytes:
    """The QR code of a link as 'svg' or 'png'; with the address `base` of this server the short, smaller one."""
    kept = shop.records.links.one(number)
    text = f"{base.rstrip('/')}{_short(shop, kept)}" if base else _url(kept)
    made = segno.make(text, error="m", micro=False)
    into = io.BytesIO()
    if kind == "png":
        made.save(into, kind="png", scale=_DOTS, border=_QUIET, dpi=_DPI)
    else:
        made.save(into, kind="svg", scale=8, border=_QUIET, xmldecl=False, title=kept.name, unit="")
    return into.getvalue()


def _link(shop: Shop, kept: KeptLink, figures: LinkFigures, currency: str) -> Link:
    medium = _medium(kept.medium)
    return Link(
        id=kept.id,
        name=kept.name,
        target=kept.target,
        medium=kept.medium,
        medium_label=medium.name,
        channel=medium.channel,
        campaign=kept.campaign,
        code=kept.code,
        url=_url(kept),
        short=_short(shop, kept),
        created_by=kept.created_by,
        created_at=kept.created_at,
        put_away_at=kept.put_away_at,
        visits=figures.visits,
        orders=figures.orders,
        orders_by_code=figures.orders_by_code,
        value=major(figures.value, currency),
        currency=currency,
    )


def _url(kept: KeptLink) -> str:
    return tagged(kept.target, _medium(kept.medium), kept.campaign, kept.short)


def _short(shop: Shop, kept: KeptLink) -> str:
    return f"/l/{shop.name}/{kept.short}"


def _medium(key: str) -> LinkMedium:
    known = {one.key: one for one in link_media()}
    if key not in known:
        raise BadInput(
            f"medium: {key!r} is unknown.",
            next_step=f"One of: {', '.join(known)}.",
            field="medium",
        )
    return known[key]


def _target(text: str) -> str:
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 1_500
    except ValueError:
        fits = False
    if not fits or any(sign.isspace() or ord(sign) < 32 for sign in text):
        raise BadInput(
            f"target: {text!r} is no web address.",
            next_step="Write it whole: https://www.example.com/jerseys.",
            field="target",
        )
    return text


def _campaign(text: str) -> str:
    """A campaign as addresses carry it: 'Bushaltestelle Süd' → 'bushaltestelle-sued'."""
    lower = text.lower()
    for sign, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        lower = lower.replace(sign, plain)
    bare = unicodedata.normalize("NFKD", lower)
    letters = "".join(
        sign if sign.isalnum() else "-" for sign in bare if not unicodedata.combining(sign)
    )
    return re.sub(r"-+", "-", letters).strip("-")[:NAME_LENGTH] or "link"


def _code(text: str) -> str:
    code = text.strip().upper()
    if code and not _CODE.fullmatch(code):
        raise BadInput(
            f"code: {text!r} is no coupon code.",
            next_step="Use 3 to 40 letters A to Z, digits, - and _.",
            field="code",
        )
    return code
