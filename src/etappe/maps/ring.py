"""The journey as a loop: the stage band closed to a ring, from the last stage on to the first again."""

import math
from collections.abc import Sequence
from itertools import pairwise

from etappe.maps.band import draw_names, draw_people, halves
from etappe.maps.canvas import Anchor
from etappe.maps.courses import TOTAL_ROOM, course_label, course_title, other_label, weights
from etappe.maps.metrics import Face, wrap
from etappe.maps.sheet import PAD, Sheet
from etappe.maps.value import Course

RADIUS = 264.0
BREADTH = 74.0
LABEL = 216.0
POINT = 0.055  # radians by which a segment runs into the next
STEPS = 24
Point = tuple[float, float]


def draw_ring(sheet: Sheet, y: float) -> float:
    """Ring, courses inside it, list of courses beside it; returns where they end."""
    x, centre = (sheet.left + sheet.right) / 2, y + 70 + RADIUS + BREADTH / 2
    for position, stage in enumerate(sheet.map.stages):
        with sheet.canvas.group("stage-band", stage.description or stage.label, stage=stage.name):
            _segment(sheet, position, (x, centre))
            _name(sheet, position, (x, centre))
    for row, course in enumerate(sheet.map.courses):
        with sheet.canvas.group("course", course_title(sheet, course), course=str(row + 1)):
            _course(sheet, row, course, (x, centre))
    _hub(sheet, x, centre)
    _list(sheet, centre)
    return centre + RADIUS + BREADTH / 2 + 112


def draw_columns(sheet: Sheet, y: float) -> float:
    """The names of the columns below the ring; returns where they end."""
    names = draw_names(sheet, y + 8)
    draw_people(sheet, names + 20)
    return names + 46


def _angle(sheet: Sheet, place: float) -> float:
    """Stage boundaries run clockwise from the top; `place` 0.5 is the middle of the first stage."""
    return place / max(1, len(sheet.map.stages)) * math.tau - math.pi / 2


def _at(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _segment(sheet: Sheet, position: int, centre: Point) -> None:
    """A stage's arc: as broad as it has people, swinging from the mean with its neighbours."""
    broad = [half * BREADTH / 92 for half in halves(sheet)]
    count = len(broad)
    own = broad[position]
    ends = (broad[position - 1] + own) / 2, (broad[(position + 1) % count] + own) / 2
    outer, inner = [], []
    for step in range(STEPS + 1):
        part = step / STEPS
        edge = ends[0] if part < 0.5 else ends[1]
        half = own + (edge - own) * (math.cos(part * math.tau) + 1) / 2
        angle = _angle(sheet, position + part) + 0.008 * (1 - 2 * part)
        outer.append(_at(centre, RADIUS + half, angle))
        inner.append(_at(centre, RADIUS - half, angle))
    tip = _at(centre, RADIUS, _angle(sheet, position + 1) + POINT - 0.008)
    notch = _at(centre, RADIUS, _angle(sheet, position) + POINT + 0.008)
    d = _polygon([*outer, tip, *reversed(inner), notch])
    if sheet.map.stages[position].white:
        sheet.canvas.path(
            d, fill=sheet.palette.paper, stroke=sheet.palette.soft, wide=1.3, dash="0.1 4"
        )
    else:
        sheet.canvas.path(d, fill=sheet.palette.stage(position))


def _polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _name(sheet: Sheet, position: int, centre: Point) -> None:
    """Number and name outside the ring, turned towards it."""
    angle = _angle(sheet, position + 0.5)
    x, y = _at(centre, RADIUS + BREADTH / 2 + 24, angle)
    lean = math.cos(angle)
    anchor: Anchor = "middle" if abs(lean) < 0.2 else ("start" if lean > 0 else "end")
    stage = sheet.map.stages[position]
    lines = wrap(f"{position + 1}  {stage.label}", "strong", 17, LABEL, 3)
    # The block of lines grows away from the ring: upwards above it, downwards below.
    high = 20.0 * len(lines) + 16
    top = y + high / 2 * (math.sin(angle) - 1) + 16
    palette = sheet.palette
    for row, line in enumerate(lines):
        sheet.canvas.text(x, top + 20 * row, line, palette.ink, 17, "strong", anchor)
    people = sheet.say("white_spot")
    if not stage.white:
        people = f"{sheet.number(stage.persons)} {sheet.say('persons')}"
    face: Face = "aside" if stage.white else "text"
    sheet.canvas.text(x, top + 20 * len(lines) - 2, people, palette.soft, 12.5, face, anchor)


def _course(sheet: Sheet, row: int, course: Course, centre: Point) -> None:
    """An arc inside the ring, from the middle of its first stage to that of its last; back on a tighter one."""
    names = [stage.name for stage in sheet.map.stages]
    stops = [names.index(name) for name in course.stages]
    weight = min(10.0, max(1.6, weights(sheet)[row] * 0.6))
    radius = RADIUS - BREADTH / 2 - 22 - 20 * row
    for here, there in pairwise(stops):
        reach = radius - (7 if there < here else 0)
        thin = min(weight, 3.0) if there < here else weight
        low, high = sorted((_angle(sheet, here + 0.5), _angle(sheet, there + 0.5)))
        (x0, y0), (x1, y1) = _at(centre, reach, low), _at(centre, reach, high)
        wide = 1 if high - low > math.pi else 0
        d = f"M{x0:.1f} {y0:.1f}A{reach:.1f} {reach:.1f} 0 {wide} 1 {x1:.1f} {y1:.1f}"
        sheet.canvas.path(d, stroke=sheet.palette.course, wide=thin)
    for stop in sorted(set(stops)):
        x, y = _at(centre, radius, _angle(sheet, stop + 0.5))
        colour, paper = sheet.palette.stage(stop), sheet.palette.paper
        sheet.canvas.circle(
            x, y, max(5.0, weight / 2 + 2.5), colour if stop == stops[-1] else paper, colour, 2.4
        )


def _hub(sheet: Sheet, x: float, centre: float) -> None:
    """In the middle, what closes the loop: how many buy again."""
    rate = sheet.map.repurchase_rate
    palette = sheet.palette
    with sheet.canvas.group("repurchase"):
        if rate is None:
            lines = wrap(sheet.say("repurchase_white"), "aside", 13.5, 110, 3)
            for row, line in enumerate(lines):
                at = centre + 4 + 18 * (row - (len(lines) - 1) / 2)
                sheet.canvas.text(x, at, line, palette.soft, 13.5, "aside", "middle")
            return
        sheet.canvas.text(x, centre + 6, sheet.share(rate), palette.ink, 42, "title", "middle")
        sheet.canvas.text(
            x, centre + 30, sheet.say("repurchase"), palette.soft, 14, "text", "middle"
        )


def _list(sheet: Sheet, centre: float) -> None:
    """The courses by name at the right: their stages as dots, share and journeys."""
    courses = sheet.map.courses
    top = centre - 23 * len(courses)
    with sheet.canvas.group("course-list"):
        x, palette = sheet.right + PAD, sheet.palette
        sheet.canvas.text(x, top - 46, sheet.say("lane_path"), palette.ink, 15, "strong")
        sheet.canvas.text(
            x,
            top - 29,
            sheet.say("lane_path_hint"),
            palette.soft,
            12,
            "aside",
            room=TOTAL_ROOM + 54,
        )
        for row, course in enumerate(courses):
            y = top + 50 * row
            course_label(sheet, course, y)
            _dots(sheet, course, y + 24)
        other_label(sheet, top + 50 * len(courses))


def _dots(sheet: Sheet, course: Course, y: float) -> None:
    names = [stage.name for stage in sheet.map.stages]
    for step, name in enumerate(course.stages):
        sheet.canvas.circle(
            sheet.right + PAD + 58 + 9.5 * step, y, 3.2, sheet.palette.stage(names.index(name))
        )
