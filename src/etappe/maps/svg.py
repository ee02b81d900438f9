"""The map as SVG: one string, text as text, literal colours, groups the UI can find by data- attributes."""

import base64
from importlib.resources import files
from xml.sax.saxutils import escape

from etappe.maps.band import draw_band
from etappe.maps.canvas import SANS, Canvas
from etappe.maps.lanes import draw_lanes, draw_sea
from etappe.maps.margin import draw_footer, draw_frame, draw_header
from etappe.maps.metrics import FACES, Face
from etappe.maps.palette import Theme, palette
from etappe.maps.ring import draw_columns, draw_ring
from etappe.maps.sheet import Sheet, column_width
from etappe.maps.value import JourneyMap

_EMBEDDED: dict[Face, str] = {
    "text": "font-family:'Fira Sans';font-weight:400",
    "strong": "font-family:'Fira Sans';font-weight:600",
    "title": "font-family:Literata;font-weight:500",
    "aside": "font-family:Literata;font-weight:400;font-style:italic",
}


def to_svg(drawn: JourneyMap, theme: Theme = "light", *, embed_fonts: bool = False) -> str:
    """Draw the map. `embed_fonts` puts the fonts into the file (half a megabyte), for files that leave the house."""
    sheet, height = compose(drawn, theme)
    colours = sheet.palette
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="etappe-map" role="img" lang="{drawn.language}"'
        f' aria-labelledby="map-title map-description" viewBox="0 0 {sheet.width:.0f} {height:.0f}"'
        f' width="{sheet.width:.0f}" height="{height:.0f}" data-theme="{theme}" data-model="{escape(drawn.model)}"'
        f' font-family="{SANS}" fill="{colours.ink}">'
    )
    title = f"{drawn.shop} · {sheet.say('subtitle', model=drawn.model_label)} · {sheet.period}"
    about = sheet.say(
        "description",
        shop=drawn.shop,
        stages=len(drawn.stages),
        model=drawn.model_label,
        journeys=sheet.number(drawn.basis.journeys),
    )
    fonts = f"<style>{_font_faces()}</style>" if embed_fonts else ""
    return "".join(
        [
            head,
            f'<title id="map-title">{escape(title)}</title>',
            f'<desc id="map-description">{escape(about)}</desc>',
            fonts,
            f'<rect width="{sheet.width:.0f}" height="{height:.0f}" fill="{colours.paper}"/>',
            *sheet.canvas.parts,
            "</svg>",
        ]
    )


def compose(drawn: JourneyMap, theme: Theme) -> tuple[Sheet, float]:
    """All parts on one sheet, and its height."""
    sheet = Sheet(drawn, palette(theme), Canvas(), column_width(len(drawn.stages)))
    y = draw_header(sheet)
    # The washes lie under everything, but only the end tells how far down they reach.
    here = len(sheet.canvas.parts)
    top = draw_ring(sheet, y) if drawn.loop else y
    y = draw_columns(sheet, top) if drawn.loop else draw_band(sheet, y)
    y = draw_lanes(sheet, y)
    under = Canvas()
    _washes(Sheet(drawn, sheet.palette, under, sheet.column), top, y)
    sheet.canvas.parts[here:here] = under.parts
    y = draw_sea(sheet, y)
    height = draw_footer(sheet, y) + 46
    draw_frame(sheet, height)
    return sheet, height


def _washes(sheet: Sheet, y0: float, y1: float) -> None:
    """Each stage's column washed faintly in its colour, like countries on a map."""
    for position in range(len(sheet.map.stages)):
        x = sheet.x(position)
        sheet.canvas.rect(x, y0, sheet.column, y1 - y0, sheet.palette.tint(position, 0.06))
        if position:
            sheet.canvas.line(x, y0, x, y1, sheet.palette.paper, 2)


def _font_faces() -> str:
    rules = []
    for face, name in FACES.items():
        data = files("etappe.maps").joinpath("fonts", name).read_bytes()
        source = base64.b64encode(data).decode("ascii")
        rules.append(f"@font-face{{{_EMBEDDED[face]};src:url(data:font/ttf;base64,{source})}}")
    return "".join(rules)
