"""The stage band: one river of people through the stages, and their names above it."""

from etappe.maps.metrics import largest, wrap
from etappe.maps.palette import mix
from etappe.maps.sheet import PAD, Sheet

HEIGHT = 92.0
THINNEST = 5.0
UNKNOWN = 40.0
POINT = 15.0


def draw_band(sheet: Sheet, y: float) -> float:
    """Names, band and people below each other; returns where they end."""
    names = draw_names(sheet, y)
    centre = names + 24 + HEIGHT / 2
    half = halves(sheet)
    _depths(sheet, centre, half)
    for position, stage in enumerate(sheet.map.stages):
        with sheet.canvas.group("stage-band", stage.description or stage.label, stage=stage.name):
            _segment(sheet, position, centre, half)
    end = centre + HEIGHT / 2 + 38
    draw_people(sheet, end)
    return end + 26


def draw_names(sheet: Sheet, y: float) -> float:
    """Number, name and description of each stage; returns where the longest ends."""
    room, palette = sheet.column - 2 * PAD, sheet.palette
    size = largest([s.label for s in sheet.map.stages], "strong", (18, 16.5, 15, 14), room - 27)
    names = [wrap(s.label, "strong", size, room - 27, 4) for s in sheet.map.stages]
    notes = [wrap(s.description, "aside", 12, room, 3) for s in sheet.map.stages]
    height = max([len(lines) for lines in names] + [1]) * (size + 3)
    for position, stage in enumerate(sheet.map.stages):
        x = sheet.x(position) + PAD
        with sheet.canvas.group("stage-name", stage=stage.name):
            sheet.canvas.circle(x + 9, y + 12, 9.5, palette.stage(position))
            sheet.canvas.text(
                x + 9, y + 16, str(position + 1), palette.paper, 11.5, "strong", "middle"
            )
            for row, line in enumerate(names[position]):
                sheet.canvas.text(
                    x + 27, y + 18 + row * (size + 3), line, palette.ink, size, "strong"
                )
            for row, line in enumerate(notes[position]):
                at = y + height + 16 + row * 16
                sheet.canvas.text(x, at, line, palette.soft, 12, "aside")
    return y + height + 16 * max([len(lines) for lines in notes] + [0]) + 8


def halves(sheet: Sheet) -> list[float]:
    """Half the band's height in the middle of each stage, proportional to its people."""
    most = max([stage.persons for stage in sheet.map.stages] + [1])
    return [
        (UNKNOWN if s.white else max(THINNEST, HEIGHT * s.persons / most)) / 2
        for s in sheet.map.stages
    ]


def _segment(sheet: Sheet, position: int, centre: float, half: list[float]) -> None:
    """One stage's stretch: the banks swing from the mean with its neighbour to its own height."""
    x0, x1, mid = sheet.x(position), sheet.x(position + 1), sheet.middle(position)
    before, own, after = _banks(half, position)
    bend = sheet.column / 4
    gap = 3.0
    d = (
        f"M{x0 + gap:.1f} {centre - before:.1f}"
        f"C{x0 + bend:.1f} {centre - before:.1f} {mid - bend / 2:.1f} {centre - own:.1f} {mid:.1f} {centre - own:.1f}"
        f"S{x1 - bend:.1f} {centre - after:.1f} {x1:.1f} {centre - after:.1f}"
        f"L{x1 + POINT:.1f} {centre:.1f}L{x1:.1f} {centre + after:.1f}"
        f"C{x1 - bend:.1f} {centre + after:.1f} {mid + bend / 2:.1f} {centre + own:.1f} {mid:.1f} {centre + own:.1f}"
        f"S{x0 + bend:.1f} {centre + before:.1f} {x0 + gap:.1f} {centre + before:.1f}"
        f"L{x0 + gap + POINT:.1f} {centre:.1f}Z"
    )
    if sheet.map.stages[position].white:
        sheet.canvas.path(
            d, fill=sheet.palette.paper, stroke=sheet.palette.soft, wide=1.3, dash="0.1 4.2"
        )
    else:
        sheet.canvas.path(d, fill=sheet.palette.stage(position))


def _banks(half: list[float], position: int) -> tuple[float, float, float]:
    """Half the height at a stage's left edge, in its middle and at its right edge."""
    own = half[position]
    before = (half[position - 1] + own) / 2 if position else own
    after = (half[position + 1] + own) / 2 if position + 1 < len(half) else own
    return before, own, after


def _depths(sheet: Sheet, centre: float, half: list[float]) -> None:
    """Thin lines along both banks, fading outwards, as old maps draw the water before a coast."""
    for echo, amount in ((5, 0.6), (10, 0.38), (16, 0.2)):
        stroke = mix(sheet.palette.water, sheet.palette.paper, amount)
        for side in (-1, 1):
            d = ""
            for position in range(len(half)):
                before, own, after = (centre + side * (h + echo) for h in _banks(half, position))
                x0, x1, mid = sheet.x(position), sheet.x(position + 1), sheet.middle(position)
                bend = sheet.column / 4
                d += "" if d else f"M{x0:.1f} {before:.1f}"
                d += f"C{x0 + bend:.1f} {before:.1f} {mid - bend / 2:.1f} {own:.1f} {mid:.1f} {own:.1f}"
                d += f"S{x1 - bend:.1f} {after:.1f} {x1:.1f} {after:.1f}"
            sheet.canvas.path(d, stroke=stroke, wide=0.8)


def draw_people(sheet: Sheet, y: float) -> None:
    """How many people each stage has seen, and how many there are in all."""
    all_persons = sheet.map.basis.persons
    for position, stage in enumerate(sheet.map.stages):
        x = sheet.x(position) + PAD
        with sheet.canvas.group("stage-people", stage=stage.name):
            if stage.white:
                sheet.canvas.text(x, y, sheet.say("white_spot"), sheet.palette.soft, 12.5, "aside")
                continue
            persons = sheet.number(stage.persons)
            wide = sheet.canvas.text(x, y, persons, sheet.palette.ink, 17, "strong")
            share = sheet.share(stage.persons / all_persons) if all_persons else ""
            words = sheet.say("persons") + (f" · {share}" if share else "")
            room = sheet.column - 2 * PAD - wide - 6
            sheet.canvas.text(x + wide + 6, y, words, sheet.palette.soft, 12, room=room)
    x = sheet.right + PAD
    with sheet.canvas.group("total-people"):
        wide = sheet.canvas.text(x, y, sheet.number(all_persons), sheet.palette.ink, 17, "strong")
        sheet.canvas.text(x + wide + 6, y, sheet.say("persons"), sheet.palette.soft, 12)
