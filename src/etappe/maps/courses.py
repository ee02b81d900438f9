"""The lane of courses: the most frequent ways through the stages, as strong as they are travelled."""

from collections.abc import Sequence
from itertools import pairwise

from etappe.maps.palette import mix
from etappe.maps.sheet import PAD, Sheet
from etappe.maps.value import Course

SPACING = 46.0
STRONGEST = 17.0
THINNEST = 1.6
FAN = 74.0
TOTAL_ROOM = 122.0
CHEVRON = " › "


def draw_courses(sheet: Sheet, y: float) -> float:
    """A track for each course, all out of one spring; returns the height drawn."""
    courses = sheet.map.courses
    if not courses:
        return _example(sheet, y)
    tracks = [y + 34 + row * SPACING for row in range(len(courses) + 1)]
    broad = weights(sheet)
    spring = (tracks[0] + tracks[-1]) / 2
    top = spring - sum(broad) / 2
    sheet.canvas.rect(sheet.left - 5, top, 5, sum(broad), sheet.palette.course)
    # The faint ones first, so that stops lie above every line.
    _other(sheet, tracks[-1], top + sum(broad) - broad[-1] / 2, broad[-1])
    for row, course in enumerate(courses):
        start = top + sum(broad[:row]) + broad[row] / 2
        with sheet.canvas.group("course", course_title(sheet, course), course=str(row + 1)):
            _line(sheet, course, tracks[row], start, broad[row])
            course_label(sheet, course, tracks[row])
    return SPACING * (len(courses) + 1) + 26


def weights(sheet: Sheet) -> list[float]:
    """Line widths, proportional to journeys; the others last, held to the strongest."""
    counts = [course.count for course in sheet.map.courses]
    most = max([*counts, 1])
    counts.append(sheet.map.other_courses.count)
    return [min(STRONGEST, max(THINNEST, STRONGEST * count / most)) for count in counts]


def _line(sheet: Sheet, course: Course, y: float, start: float, weight: float) -> None:
    at = [s.name for s in sheet.map.stages]
    stops = [at.index(name) for name in course.stages]
    colour, pale = sheet.palette.course, mix(sheet.palette.course, sheet.palette.paper, 0.3)
    first, x0 = sheet.middle(stops[0]), sheet.left
    fan = min(FAN, sheet.column / 2 - 12)
    bend = f"M{x0:.1f} {start:.1f}C{x0 + fan * 0.55:.1f} {start:.1f} {x0 + fan * 0.45:.1f} {y:.1f} {x0 + fan:.1f} {y:.1f}"
    leader = sheet.middle(max(stops)) + 14, sheet.right + PAD - 8
    sheet.canvas.line(leader[0], y, leader[1], y, sheet.palette.line, 1.2, "0.1 5")
    if stops[0]:
        sheet.canvas.path(f"{bend}H{first:.1f}", stroke=pale, wide=weight, cap="butt")
    else:
        sheet.canvas.path(f"{bend}H{first:.1f}", stroke=colour, wide=weight, cap="butt")
    for here, there in pairwise(stops):
        _leg(sheet, here, there, y, weight, stops)
    for stop in sorted(set(stops)):
        _stop(sheet, stop, y, weight, stop == stops[-1])


def _leg(
    sheet: Sheet, here: int, there: int, y: float, weight: float, stops: Sequence[int]
) -> None:
    """Forward along the track (pale over stages left out), back in an arc below it."""
    x0, x1 = sheet.middle(here), sheet.middle(there)
    if there < here:
        depth = y + 15 + weight / 3
        d = f"M{x0:.1f} {y:.1f}C{x0:.1f} {depth:.1f} {x0:.1f} {depth:.1f} {x0 - 26:.1f} {depth:.1f}H{x1 + 26:.1f}C{x1:.1f} {depth:.1f} {x1:.1f} {depth:.1f} {x1:.1f} {y:.1f}"
        sheet.canvas.path(d, stroke=sheet.palette.course, wide=min(weight, 5))
        return
    colour = sheet.palette.course
    sheet.canvas.line(x0, y, x1, y, colour, weight)
    for passed in range(here + 1, there):
        if passed not in stops:
            pale = mix(colour, sheet.palette.paper, 0.3)
            reach = sheet.column * 0.3
            x = sheet.middle(passed)
            sheet.canvas.rect(x - reach, y - weight / 2 - 0.5, 2 * reach, weight + 1, pale)


def _stop(sheet: Sheet, position: int, y: float, weight: float, last: bool) -> None:
    radius = max(6.0, weight / 2 + 2.5)
    colour, paper = sheet.palette.stage(position), sheet.palette.paper
    sheet.canvas.circle(sheet.middle(position), y, radius + 2, paper)
    sheet.canvas.circle(sheet.middle(position), y, radius, colour if last else paper, colour, 3)


def course_label(sheet: Sheet, course: Course, y: float) -> None:
    """Share, journeys and how many of them converted, in the column of totals."""
    x, palette = sheet.right + PAD, sheet.palette
    sheet.canvas.text(x + 46, y + 1, sheet.share(course.share), palette.ink, 16, "strong", "end")
    count = f"{sheet.number(course.count)} {sheet.say('journeys')}"
    sheet.canvas.text(x + 54, y - 2, count, palette.ink, 11.5)
    bought = course.conversions / course.count if course.count else 0.0
    words = sheet.say("course_conversions", share=sheet.share(bought), conversion=sheet.conversion)
    sheet.canvas.text(x + 54, y + 13, words, palette.soft, 11, room=TOTAL_ROOM)


def _other(sheet: Sheet, y: float, start: float, weight: float) -> None:
    pale = mix(sheet.palette.course, sheet.palette.paper, 0.22)
    x0, fan = sheet.left, min(FAN, sheet.column / 2 - 12)
    d = f"M{x0:.1f} {start:.1f}C{x0 + fan * 0.55:.1f} {start:.1f} {x0 + fan * 0.45:.1f} {y:.1f} {x0 + fan:.1f} {y:.1f}H{sheet.right - 14:.1f}"
    with sheet.canvas.group("course", sheet.say("other_courses"), course="other"):
        sheet.canvas.path(d, stroke=pale, wide=weight, cap="butt")
        sheet.canvas.path(
            f"M{sheet.right - 14:.1f} {y:.1f}h12",
            stroke=pale,
            wide=weight,
            dash="1.5 3",
            cap="butt",
        )
        other_label(sheet, y)


def other_label(sheet: Sheet, y: float) -> None:
    """What the frequent courses leave over, so that all journeys are there."""
    other, x, soft = sheet.map.other_courses, sheet.right + PAD, sheet.palette.soft
    sheet.canvas.text(x + 46, y + 1, sheet.share(other.share), soft, 16, "strong", "end")
    count = f"{sheet.number(other.count)} {sheet.say('journeys')}"
    sheet.canvas.text(x + 54, y - 2, count, soft, 11.5)
    sheet.canvas.text(x + 54, y + 13, sheet.say("other_courses"), soft, 11)


def course_title(sheet: Sheet, course: Course) -> str:
    """The course in words, for the hover."""
    labels = {stage.name: stage.label for stage in sheet.map.stages}
    return sheet.say(
        "course_title",
        course=CHEVRON.join(labels[name] for name in course.stages),
        count=sheet.number(course.count),
        share=sheet.share(course.share),
    )


def _example(sheet: Sheet, y: float) -> float:
    """Without data: how courses will look, dotted, and what they will say."""
    last = len(sheet.map.stages) - 1
    soft, water = sheet.palette.soft, sheet.palette.water
    for row, reach in enumerate((last, last // 2, 0)):
        at, spring = y + 34 + 36 * row, y + 70
        x0, fan = sheet.left, min(FAN, sheet.column / 2 - 12)
        bend = f"M{x0:.1f} {spring:.1f}C{x0 + fan * 0.55:.1f} {spring:.1f} {x0 + fan * 0.45:.1f} {at:.1f} {x0 + fan:.1f} {at:.1f}"
        sheet.canvas.path(f"{bend}H{sheet.middle(reach):.1f}", stroke=water, wide=2, dash="0.1 5")
        for stop in range(reach + 1):
            sheet.canvas.circle(
                sheet.middle(stop), at, 6, sheet.palette.paper, sheet.palette.stage(stop), 1.6
            )
    x = sheet.left + PAD
    sheet.canvas.text(
        x, y + 142, sheet.say("teach_path"), soft, 13.5, "aside", room=sheet.right - x
    )
    return 162.0
