"""The column of totals: what a lane comes to over all stages, the same in every stage model."""

from etappe.maps.metrics import wrap
from etappe.maps.sheet import MARGIN, PAD, Sheet

LINE = 20.0


def draw_total(sheet: Sheet, lane: str, y: float) -> float:
    """The lane's total at the right edge; returns the height used, from the lane's top."""
    rows = _rows(sheet, lane)
    with sheet.canvas.group("total", lane=lane):
        for label, figure, strong in rows:
            y += _row(sheet, label, figure, strong, y)
    return 20 + sum(30.0 for _ in rows)


def _row(sheet: Sheet, label: str, figure: str, strong: bool, y: float) -> float:
    x, right = sheet.right + PAD, sheet.width - MARGIN
    palette = sheet.palette
    size = 15 if strong else 12.5
    face = "strong" if strong else "text"
    wide = sheet.canvas.text(
        right, y + 14, figure, palette.ink, size, "strong" if strong else "text", "end"
    )
    room = right - x - wide - 8
    lines = wrap(label, "text", 11.5, room, 2)
    for i, line in enumerate(lines):
        sheet.canvas.text(x, y + 14 + 13 * i, line, palette.soft, 11.5)
    return 30.0 if len(lines) > 1 else (24.0 if face == "strong" else LINE)


def _rows(sheet: Sheet, lane: str) -> list[tuple[str, str, bool]]:
    """Label, figure and weight of each line, by lane."""
    drawn = sheet.map
    inside = sum(stage.touches for stage in drawn.stages)
    if not drawn.basis.touches:
        return []
    if lane == "actions":
        return [
            (sheet.say("touches"), sheet.number(drawn.basis.touches), True),
            (sheet.say("inside"), sheet.number(inside), False),
            (sheet.say("outside"), sheet.number(drawn.outside), False),
        ]
    if lane == "time" and drawn.purchase_seconds is not None:
        return [(sheet.say("to_purchase"), sheet.span(drawn.purchase_seconds), True)]
    if lane == "leave":
        return [
            (sheet.say("journeys"), sheet.number(drawn.basis.journeys), True),
            (sheet.say("left_total", conversion=sheet.conversion), sheet.number(drawn.left), False),
            (
                sheet.say("converted_total", conversion=sheet.conversion),
                sheet.number(drawn.converted),
                False,
            ),
            (sheet.say("open_total"), sheet.number(drawn.open), False),
        ]
    if lane == "value":
        rows = [
            (sheet.say("revenue"), sheet.money(drawn.value), True),
            (sheet.say("orders"), sheet.number(drawn.orders), False),
        ]
        if drawn.outside_orders:
            rows.append((sheet.say("outside"), sheet.number(drawn.outside_orders), False))
        return rows
    return []
