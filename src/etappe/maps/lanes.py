"""The lanes: their names in the gutter, a field per stage, what it all comes to at the right."""

from etappe.maps.courses import draw_courses
from etappe.maps.fields import PAINTERS
from etappe.maps.metrics import wrap
from etappe.maps.sheet import GUTTER, MARGIN, PAD, Sheet
from etappe.maps.totals import draw_total
from etappe.maps.uncharted import draw_uncharted, white_land, white_spot
from etappe.maps.value import Lane

HEAD = 20.0
FOOT = 14.0
SPOT = 104.0
LETTERS = "ABCDEFGHIJKLMNOP"


def draw_lanes(sheet: Sheet, y: float) -> float:
    """The lanes below each other, each with its rule and letter; returns where they end."""
    sheet_lanes = sheet.map.lanes
    if not sheet.map.loop:
        y = _path_lane(sheet, y)
    first = 0 if sheet.map.loop else 1
    top = y
    for row, lane in enumerate(sheet_lanes):
        with sheet.canvas.group("lane", lane=lane.key):
            y = _draw_lane(sheet, lane, LETTERS[row + first], y)
    _lands(sheet, top, y)
    return y


def _lands(sheet: Sheet, y0: float, y1: float) -> None:
    """Neighbouring stages without any data, drawn as one white land each."""
    stages = sheet.map.stages
    place = 0
    while place < len(stages):
        last = place
        while stages[place].white and last + 1 < len(stages) and stages[last + 1].white:
            last += 1
        if stages[place].white:
            white_land(sheet, place, last, y0 + 8, y1 - 8)
            for at in range(place, last + 1):
                cell = sheet.map.lanes[0].cells[at]
                title = sheet.cell_title(sheet.map.model_label, at, cell)
                with sheet.canvas.group("cell white", title, cell=f"all:{stages[at].name}"):
                    sheet.canvas.rect(sheet.x(at), y0, sheet.column, y1 - y0, "transparent")
        place = last + 1


def draw_sea(sheet: Sheet, y: float) -> float:
    """The last lane: everything that events cannot fill; returns where it ends."""
    if not sheet.map.uncharted:
        return y
    with sheet.canvas.group("lane", lane="uncharted"):
        y = _rule(sheet, y)
        letter = LETTERS[len(sheet.map.lanes) + (0 if sheet.map.loop else 1)]
        name, hint = sheet.say("lane_uncharted"), sheet.say("lane_uncharted_hint")
        gutter = _gutter(sheet, letter, name, hint, y)
        return y + max(gutter, 14 + draw_uncharted(sheet, y + 8) + 10)


def _path_lane(sheet: Sheet, y: float) -> float:
    with sheet.canvas.group("lane", lane="path"):
        y = _rule(sheet, y)
        name, hint = sheet.say("lane_path"), sheet.say("lane_path_hint")
        gutter = _gutter(sheet, "A", name, hint, y)
        return y + max(gutter, draw_courses(sheet, y))


def _draw_lane(sheet: Sheet, lane: Lane, letter: str, y: float) -> float:
    y = _rule(sheet, y)
    height = _gutter(sheet, letter, lane.label, lane.hint, y)
    known = [(i, cell) for i, cell in enumerate(lane.cells) if not cell.white]
    height = max(height, draw_total(sheet, lane.key, y + HEAD - 4))
    for i, cell in known:
        with sheet.canvas.group(
            "cell", sheet.cell_title(lane.label, i, cell), cell=f"{lane.key}:{cell.stage}"
        ):
            sheet.mark(sheet.x(i + 1) - PAD, y + 16, cell.evidence)
            used = PAINTERS[lane.key](sheet, i, cell, y + HEAD)
        height = max(height, HEAD + used + FOOT)
    height = max(height, SPOT)
    for i, cell in enumerate(lane.cells):
        if cell.white and not sheet.map.stages[i].white:
            title = sheet.cell_title(lane.label, i, cell)
            with sheet.canvas.group("cell white", title, cell=f"{lane.key}:{cell.stage}"):
                source = sheet.source(cell.white)
                white_spot(
                    sheet, i, f"{lane.key}:{cell.stage}", source, y + 6, min(height, 150) - 12
                )
    return y + height


def _rule(sheet: Sheet, y: float) -> float:
    sheet.canvas.line(MARGIN, y, sheet.width - MARGIN, y, sheet.palette.line)
    return y


def _gutter(sheet: Sheet, letter: str, name: str, hint: str, y: float) -> float:
    """Letter, name and question of a lane; returns the height they need."""
    room = GUTTER - 34
    canvas, palette = sheet.canvas, sheet.palette
    canvas.text(MARGIN, y + 27, letter, palette.soft, 12, "title")
    lines = wrap(name, "strong", 15, room, 2)
    for row, line in enumerate(lines):
        canvas.text(MARGIN + 20, y + 28 + 18 * row, line, palette.ink, 15, "strong")
    at = y + 28 + 18 * len(lines)
    for line in wrap(hint, "aside", 12, room, 4):
        canvas.text(MARGIN + 20, at, line, palette.soft, 12, "aside")
        at += 16
    return at - y + 2
