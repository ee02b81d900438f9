"""White spots, drawn as in an old atlas: a dotted coast, faint hatching, and the name of what is missing."""

import math
from zlib import crc32

from etappe.maps.metrics import width, wrap
from etappe.maps.palette import mix
from etappe.maps.sheet import MARGIN, Sheet
from etappe.maps.value import Uncharted

Point = tuple[float, float]


def white_spot(
    sheet: Sheet, position: int, seed: str, source: str, y: float, height: float
) -> None:
    """An unknown land that fills one field, and which source would fill it."""
    _land(sheet, (sheet.x(position), sheet.x(position + 1)), (y, y + height), seed, source, 13.5)


def white_land(sheet: Sheet, first: int, last: int, y0: float, y1: float) -> None:
    """Stages without any data are one unknown land over all lanes."""
    stages = sheet.map.stages[first : last + 1]
    keys = dict.fromkeys(key for stage in stages for key in stage.white.split(","))
    source = sheet.source(",".join(keys))
    across = sheet.x(first), sheet.x(last + 1)
    size = min(26.0, (across[1] - across[0]) / 9.5)
    _land(sheet, across, (y0, y1), stages[0].name, sheet.say("white_fills", source=source), size)


def _land(sheet: Sheet, across: Point, down: Point, seed: str, source: str, size: float) -> None:
    room = across[1] - across[0]
    middle, centre = sum(across) / 2, sum(down) / 2
    coast = _coast(middle, centre, room / 2 - 9, (down[1] - down[0]) / 2 - 5, seed)
    draw_coast(sheet, coast)
    small, leading = max(11.5, size * 0.55), max(15.0, size * 0.8)
    lines = wrap(source, "aside", small, room - 52, 3)
    spacing = size / 12 if size > 20 else 0
    name = sheet.say("white_spot")
    ground = max(
        [width(line, "aside", small) for line in lines]
        + [width(name, "aside", size) + spacing * len(name)]
    )
    _clearing(
        sheet, middle, centre, min(room - 24, ground + size), size * 1.5 + leading * len(lines)
    )
    top = centre + size * 0.3 - leading / 2 * len(lines)
    soft = sheet.palette.soft
    sheet.canvas.text(middle, top, name, soft, size, "aside", "middle", room - 26, spacing)
    for row, line in enumerate(lines):
        at = top + leading * (row + 1) + size / 20
        sheet.canvas.text(middle, at, line, soft, small, "aside", "middle", room)


def draw_coast(sheet: Sheet, coast: list[Point]) -> None:
    """Hatching of short level strokes inside, a dotted line around."""
    faint = mix(sheet.palette.water, sheet.palette.paper, 0.5)
    sheet.canvas.path(_smooth(coast), fill=sheet.palette.paper)
    low, high = min(y for _, y in coast), max(y for _, y in coast)
    level, strokes = low + 5.0, []
    while level < high - 2:
        for x0, x1 in _spans(coast, level):
            strokes.append(f"M{x0 + 4:.1f} {level:.1f}H{x1 - 4:.1f}")
        level += 6.0
    sheet.canvas.path("".join(strokes), stroke=faint, wide=0.7)
    sheet.canvas.path(_smooth(coast), stroke=sheet.palette.soft, wide=1.3, dash="0.1 4.2")


def draw_uncharted(sheet: Sheet, y: float) -> float:
    """The sea of further lanes that events cannot fill, each with its question and sources."""
    lanes = sheet.map.uncharted
    x0, x1 = sheet.left, sheet.width - MARGIN
    each, height = (x1 - x0) / max(1, len(lanes)), 118.0
    _waves(sheet, x0, x1, y, height)
    for i, lane in enumerate(lanes):
        with sheet.canvas.group("uncharted", lane.question, lane=lane.key):
            _name(sheet, lane, x0 + each * (i + 0.5), y, each - 26)
    return height


def _name(sheet: Sheet, lane: Uncharted, middle: float, y: float, room: float) -> None:
    """A lane's name, spaced like the name of a sea, its question and sources below."""
    palette = sheet.palette
    spacing = 1.6 if width(lane.label, "aside", 17) + 1.6 * len(lane.label) <= room else 0.0
    sources = wrap(sheet.say("white_fills", source=lane.source), "text", 11, room, 2)
    question = wrap(lane.question, "aside", 11.5, room, 2)
    wide = max(width(line, "aside", 12) for line in [*sources, *question, lane.label + "12345"])
    _clearing(sheet, middle, y + 59, min(room, wide) + 16, 90)
    sheet.canvas.text(middle, y + 34, lane.label, palette.ink, 17, "aside", "middle", room, spacing)
    at = y + 53
    for line in question:
        sheet.canvas.text(middle, at, line, palette.soft, 11.5, "aside", "middle", room)
        at += 15
    for line in sources:
        sheet.canvas.text(middle, at + 2, line, palette.soft, 11, "text", "middle", room)
        at += 14


def _waves(sheet: Sheet, x0: float, x1: float, y: float, height: float) -> None:
    faint = mix(sheet.palette.water, sheet.palette.paper, 0.4)
    strokes = []
    for row in range(int(height / 9)):
        level, x = y + 8 + 9 * row, x0 + (row % 2) * 15
        strokes.append(f"M{x:.1f} {level:.1f}")
        strokes.append("q5 -3 10 0t10 0" + "m10 0q5 -3 10 0t10 0" * int((x1 - x - 20) / 30))
    sheet.canvas.path("".join(strokes), stroke=faint, wide=0.8)


def _clearing(sheet: Sheet, x: float, y: float, wide: float, high: float) -> None:
    """Blank paper under a name, as engravers left it."""
    sheet.canvas.rect(x - wide / 2, y - high / 2, wide, high, sheet.palette.paper, high / 2.4)


def _coast(x: float, y: float, wide: float, high: float, seed: str) -> list[Point]:
    """A closed wavering line around a centre, always the same for the same seed.

    A rounded rectangle (superellipse), so that the field is filled, drawn in by bays whose depth goes by the
    shorter side and whose number grows with the longer one.
    """
    noise, least = crc32(seed.encode()), min(wide, high)
    phases = [(noise >> shift & 255) / 255 * math.tau for shift in (0, 8, 16, 24)]
    longer = max(1, round(max(wide, high) / least / 1.6))
    waves = ((0.07, 2), (0.06, 3 * longer), (0.045, 5 * longer), (0.025, 9 * longer))
    points = []
    for step in range(56 * min(4, longer)):
        angle = step / (56 * min(4, longer)) * math.tau
        bay = 0.16 + sum(
            depth * math.sin(turns * angle + phase)
            for (depth, turns), phase in zip(waves, phases, strict=True)
        )
        c, s = math.cos(angle), math.sin(angle)
        inset = least * max(0.0, bay)
        across = math.copysign(abs(c) ** 0.5, c) * (wide - inset)
        points.append((x + across, y + math.copysign(abs(s) ** 0.5, s) * (high - inset)))
    return points


def _smooth(points: list[Point]) -> str:
    """A closed curve through the midpoints of a polygon's sides."""
    middles = [
        ((x0 + x1) / 2, (y0 + y1) / 2)
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True)
    ]
    d = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    for (x, y), (mx, my) in zip(points, middles, strict=True):
        d += f"Q{x:.1f} {y:.1f} {mx:.1f} {my:.1f}"
    return d + "Z"


def _spans(points: list[Point], level: float) -> list[tuple[float, float]]:
    """Where a level line runs inside a polygon."""
    crossings = sorted(
        x0 + (level - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True)
        if (y0 <= level) != (y1 <= level)
    )
    pairs = zip(crossings[::2], crossings[1::2], strict=False)
    return [(a, b) for a, b in pairs if b - a > 12]
