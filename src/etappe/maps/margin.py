"""The margins of the sheet: title and figures above, legend and basis below, the neat line around."""

from itertools import pairwise

from etappe.maps.fields import direction
from etappe.maps.metrics import width, wrap
from etappe.maps.palette import mix
from etappe.maps.sheet import MARGIN, Sheet

FRAME = 26.0


def draw_header(sheet: Sheet) -> float:
    """Shop, model and period; the whole in figures; the sentence. Returns where they end."""
    canvas, palette, drawn = sheet.canvas, sheet.palette, sheet.map
    room = _figures(sheet, 104) - MARGIN - 30
    canvas.text(MARGIN, 104, drawn.shop, palette.ink, 46, "title", room=room)
    subtitle = f"{sheet.say('subtitle', model=drawn.model_label)} · {sheet.period}"
    canvas.text(MARGIN, 136, subtitle, palette.soft, 16, room=sheet.width - 2 * MARGIN)
    y = 174.0
    with canvas.group("sentence"):
        for line in wrap(drawn.sentence(drawn.language), "aside", 20, sheet.width - 2 * MARGIN, 3):
            canvas.text(MARGIN, y, line, palette.ink, 20, "aside")
            y += 29
    return y + 10


def _figures(sheet: Sheet, y: float) -> float:
    """The figures that no stage model changes, from the right; returns where they begin."""
    drawn = sheet.map
    entries = [
        ("revenue", sheet.money(drawn.value)),
        ("orders", sheet.number(drawn.orders)),
        ("touches", sheet.number(drawn.basis.touches)),
        ("journeys", sheet.number(drawn.basis.journeys)),
        ("persons", sheet.number(drawn.basis.persons)),
    ]
    x = sheet.width - MARGIN
    for key, figure in entries:
        label = sheet.say(key)
        with sheet.canvas.group("headline", figure=key):
            sheet.canvas.text(x, y - 22, label, sheet.palette.soft, 12.5, anchor="end")
            sheet.canvas.text(x, y, figure, sheet.palette.ink, 22, "title", "end")
        x -= max(width(figure, "title", 22), width(label, "text", 12.5)) + 34
    return x


def draw_footer(sheet: Sheet, y: float) -> float:
    """The legend, then what the map rests on; returns where they end."""
    canvas, palette = sheet.canvas, sheet.palette
    canvas.line(MARGIN, y, sheet.width - MARGIN, y, palette.ink, 1.2)
    y = _legend(sheet, y + 30)
    with canvas.group("basis"):
        for line in wrap(_basis(sheet), "text", 12, sheet.width - 2 * MARGIN, 3):
            canvas.text(MARGIN, y, line, palette.soft, 12)
            y += 18
    return y + 6


def _basis(sheet: Sheet) -> str:
    basis = sheet.map.basis
    words = [
        sheet.say(
            "basis",
            persons=sheet.number(basis.persons),
            journeys=sheet.number(basis.journeys),
            touches=sheet.number(basis.touches),
            period=sheet.period,
            zone=basis.zone,
        )
    ]
    if basis.where:
        words.append(sheet.say("basis_where", where=basis.where))
    if basis.coverage is not None:
        share = sheet.share(basis.coverage)
        words.append(sheet.say("coverage", share=share))
    return " ".join(words)


def _legend(sheet: Sheet, y: float) -> float:
    """Signs and their meaning in a running line that breaks where the sheet ends."""
    palette, canvas = sheet.palette, sheet.canvas
    x = MARGIN + canvas.text(MARGIN, y, sheet.say("legend"), palette.ink, 13, "strong") + 26
    band = "legend_ring" if sheet.map.loop else "legend_band"
    signs = ["observed", "reported", "assumed", "legend_n", band, "legend_course", "legend_pass"]
    ways = ["legend_forward", "legend_skip", "legend_back"]
    for key in [*signs, *ways, "legend_white", "legend_alert"]:
        label = sheet.say(key)
        wide = 30 + width(label, "text", 12)
        if x + wide > sheet.width - MARGIN:
            x, y = MARGIN, y + 24
        if key == "legend_n":
            canvas.text(x - 14, y, f"– {label}", palette.soft, 12)
            x += wide
            continue
        _sign(sheet, key, x, y - 4)
        canvas.text(x + 26, y, label, palette.soft, 12)
        x += wide + 22
    return y + 30


def _sign(sheet: Sheet, key: str, x: float, y: float) -> None:
    """One sign, about twenty units wide, centred on y."""
    canvas, palette = sheet.canvas, sheet.palette
    if key in ("observed", "reported", "assumed"):
        sheet.dot(x + 16, y, key, palette.soft)
    elif key in ("legend_band", "legend_ring"):
        canvas.path(
            f"M{x:.1f} {y - 6:.1f}C{x + 8:.1f} {y - 6:.1f} {x + 10:.1f} {y - 2:.1f} {x + 20:.1f} {y - 2:.1f}v4C{x + 10:.1f} {y + 2:.1f} {x + 8:.1f} {y + 6:.1f} {x:.1f} {y + 6:.1f}z",
            fill=palette.stage(1),
        )
    elif key in ("legend_course", "legend_pass"):
        pale = mix(palette.course, palette.paper, 0.3)
        canvas.rect(x, y - 3, 20, 6, pale if key == "legend_pass" else palette.course)
    elif key in ("legend_forward", "legend_skip", "legend_back"):
        direction(sheet, key.removeprefix("legend_"), x + 6, y, palette.course)
    elif key == "legend_white":
        canvas.path(
            f"M{x + 2:.1f} {y:.1f}c0 -9 16 -9 17 0s-17 9 -17 0z",
            stroke=palette.soft,
            wide=1.2,
            dash="0.1 3.4",
        )
    else:
        canvas.line(x + 8, y - 7, x + 8, y + 7, palette.alert, 1.6)
        canvas.path(f"M{x + 8:.1f} {y - 7:.1f}l10 4l-10 4z", fill=palette.alert)


def draw_frame(sheet: Sheet, height: float) -> None:
    """The neat line: a double frame whose degrees are the columns of the stages."""
    canvas, palette = sheet.canvas, sheet.palette
    x0, y0, x1, y1 = FRAME, FRAME, sheet.width - FRAME, height - FRAME
    canvas.path(f"M{x0} {y0}H{x1:.1f}V{y1:.1f}H{x0}Z", stroke=palette.ink, wide=1.4)
    inner = 6
    canvas.path(
        f"M{x0 + inner} {y0 + inner}H{x1 - inner:.1f}V{y1 - inner:.1f}H{x0 + inner}Z",
        stroke=palette.ink,
        wide=0.6,
    )
    edges = [sheet.x(i) for i in range(len(sheet.map.stages) + 1)]
    for i, (a, b) in enumerate(pairwise(edges)):
        if i % 2 == 0:
            canvas.rect(a, y0 + 1.6, b - a, 2.8, palette.ink)
            canvas.rect(a, y1 - 4.4, b - a, 2.8, palette.ink)
