"""The fields: what each lane draws into one cell. Every painter starts at y and returns the height it used."""

from collections.abc import Callable

from etappe.base.numbers import NBSP
from etappe.maps.metrics import Face, largest, wrap
from etappe.maps.palette import mix
from etappe.maps.sheet import PAD, Sheet
from etappe.maps.value import Cell, Figure, Move

Painter = Callable[[Sheet, int, Cell, float], float]
EDGES = ("start", "end", "open")
SHOWN_MOVES = 5
ROW = 29.0
LINE = 17.0


def figures(sheet: Sheet, position: int, cell: Cell, y: float) -> float:
    """Touchpoints or channels: name, count and a bar; then the rest and the most frequent steps."""
    most, top = max([figure.count for figure in cell.figures] + [1]), y
    for figure in cell.figures:
        y = _bar(sheet, position, figure, most, y)
    if cell.further:
        y += _row(sheet, position, cell.further, y, quiet=True)
    y += 6 if cell.steps else 0
    for step in cell.steps:
        y += _row(sheet, position, step, y, face="aside")
    return y - top + 4


def _bar(sheet: Sheet, position: int, figure: Figure, most: int, y: float) -> float:
    x, room = sheet.x(position) + PAD, sheet.column - 2 * PAD
    title = f"{figure.label}: {sheet.number(figure.count)} · {sheet.share(figure.share)}"
    with sheet.canvas.group("figure", title, name=figure.name):
        y += _row(sheet, position, figure, y) - LINE
        sheet.canvas.rect(x, y + 17, room, 3.4, sheet.palette.faint, 1.7)
        long = max(2.0, room * figure.count / most)
        sheet.canvas.rect(x, y + 17, long, 3.4, sheet.palette.stage(position), 1.7)
    return y + ROW


def _row(
    sheet: Sheet, position: int, figure: Figure, y: float, quiet: bool = False, face: Face = "text"
) -> float:
    """Label over at most two lines, count at the right; returns the height."""
    x, room = sheet.x(position) + PAD, sheet.column - 2 * PAD
    colour = sheet.palette.soft if quiet else sheet.palette.ink
    wide = sheet.canvas.text(
        x + room, y + 12, sheet.number(figure.count), colour, 12.5, anchor="end"
    )
    told = 0 if figure.certain else 11
    lines = wrap(figure.label, face, 12.5, room - wide - 10 - told, 2)
    if told:
        sheet.dot(x + 4, y + 8, "reported", colour)
    for i, line in enumerate(lines):
        sheet.canvas.text(x + told, y + 12 + 14 * i, line, colour, 12.5, face)
    return LINE + 14 * max(0, len(lines) - 1)


def time(sheet: Sheet, position: int, cell: Cell, y: float) -> float:
    """The typical time in the stage, large, and on to the next."""
    x, room = sheet.x(position) + PAD, sheet.column - 2 * PAD
    if cell.seconds is not None:
        amount = sheet.span(cell.seconds)
        sizes = (25, 22, 19, 16) if cell.seconds >= 1 else (17, 15)
        size = largest([amount.replace(" ", NBSP)], "title", sizes, room)
        sheet.canvas.text(x, y + 24, amount, sheet.palette.ink, size, "title", room=room)
    used = 34.0
    lines = wrap(sheet.say("in_stage"), "text", 12, room, 2)
    if cell.seconds_next is not None:
        lines += wrap(sheet.say("to_next", span=sheet.span(cell.seconds_next)), "text", 12, room, 2)
    for line in lines:
        sheet.canvas.text(x, y + used + 8, line, sheet.palette.soft, 12)
        used += 16
    return used + 2


def moves(sheet: Sheet, position: int, cell: Cell, y: float) -> float:
    """Where from and where to: a bar of shares each, and the moves by name below it."""
    _moves(sheet, position, "from", cell.moves_in, y)
    below = max(_height(sheet, found) for found in _all_moves(sheet, "from"))
    used = below + 8 + _height(sheet, cell.moves_out)
    _moves(sheet, position, "to", cell.moves_out, y + below + 8)
    return used + 4


def _moves(sheet: Sheet, position: int, side: str, found: tuple[Move, ...], y: float) -> None:
    x, room = sheet.x(position) + PAD, sheet.column - 2 * PAD
    sheet.canvas.text(
        x, y + 11, sheet.say(f"where_{side}"), sheet.palette.soft, 11, "strong", spacing=0.4
    )
    at = x
    for move in found:
        long = room * move.share
        sheet.canvas.rect(at, y + 17, max(0.0, long - 1), 7, _shade(sheet, move))
        at += long
    y += 30
    for move in found[:SHOWN_MOVES]:
        with sheet.canvas.group("move", _move_words(sheet, side, move), move=move.direction):
            y += _move(sheet, position, move, y)


def _all_moves(sheet: Sheet, side: str) -> list[tuple[Move, ...]]:
    cells = [cell for lane in sheet.map.lanes if lane.key == "moves" for cell in lane.cells]
    return [cell.moves_in if side == "from" else cell.moves_out for cell in cells]


def _height(sheet: Sheet, found: tuple[Move, ...]) -> float:
    """What a list of moves needs: names may take two lines."""
    return 30 + sum(LINE + 14 * (len(_name(sheet, move)) - 1) for move in found[:SHOWN_MOVES])


def _name(sheet: Sheet, move: Move) -> list[str]:
    label = sheet.say(f"move_{move.direction}") if move.direction in EDGES else move.label
    return wrap(label, "text", 12.5, sheet.column - 2 * PAD - 66, 2) or [""]


def _move(sheet: Sheet, position: int, move: Move, y: float) -> float:
    """A sign for the direction, the other stage, the share."""
    x, room, edge = sheet.x(position) + PAD, sheet.column - 2 * PAD, move.direction in EDGES
    colour = sheet.palette.soft if edge else sheet.palette.ink
    direction(sheet, move.direction, x, y + 8, _shade(sheet, move))
    sheet.canvas.text(x + room, y + 12, sheet.share(move.share), colour, 12.5, anchor="end")
    lines = _name(sheet, move)
    for row, line in enumerate(lines):
        sheet.canvas.text(x + 18, y + 12 + 14 * row, line, colour, 12.5)
    return LINE + 14 * (len(lines) - 1)


def direction(sheet: Sheet, way: str, x: float, y: float, colour: str) -> None:
    """The sign of a move, twelve units wide: on, on with a stage left out, back; a dot begins or ends."""
    if way == "open":
        sheet.canvas.circle(x + 6, y, 2.8, "none", colour, 1.4)
    elif way in EDGES:
        sheet.canvas.circle(x + 6, y, 3.3, colour)
    elif way == "back":
        sheet.canvas.path(f"M{x + 11:.1f} {y:.1f}H{x + 1:.1f}m4 -4l-4 4l4 4", stroke=colour, wide=2)
    elif way == "skip":
        sheet.canvas.path(f"M{x:.1f} {y + 3:.1f}q5.5 -9 11 0m-0.5 -5v5h-5", stroke=colour, wide=2)
    else:
        sheet.canvas.path(f"M{x:.1f} {y:.1f}h10m-4 -4l4 4l-4 4", stroke=colour, wide=2)


def _shade(sheet: Sheet, move: Move) -> str:
    """Moves borrow the colour of the stage at the other end; beginnings and ends have none."""
    if move.direction in EDGES:
        return mix(sheet.palette.soft, sheet.palette.paper, 0.4)
    names = [stage.name for stage in sheet.map.stages]
    return sheet.palette.stage(names.index(move.name)) if move.name in names else sheet.palette.line


def _move_words(sheet: Sheet, side: str, move: Move) -> str:
    edge = move.direction in EDGES
    key = f"move_{move.direction}" if edge else f"move_{side}_{move.direction}"
    words = sheet.say(key, stage=move.label)
    return f"{words}: {sheet.number(move.count)} · {sheet.share(move.share)}"


def leave(sheet: Sheet, position: int, cell: Cell, y: float) -> float:
    """The share of journeys that end here without conversion, against the other stages."""
    x, room, palette = sheet.x(position) + PAD, sheet.column - 2 * PAD, sheet.palette
    share = cell.left_share or 0.0
    colour = palette.alert if cell.outstanding else palette.ink
    words = sheet.share(share) if cell.left else sheet.say("left_none")
    wide = sheet.canvas.text(x, y + 24, words, colour, 25 if cell.left else 17, "title")
    if cell.outstanding:
        _flag(sheet, x + wide + 12, y + 21, room - wide - 12)
    sheet.canvas.rect(x, y + 34, room, 7, palette.faint)
    shown = palette.alert if cell.outstanding else mix(palette.stage(position), palette.paper, 0.75)
    sheet.canvas.rect(x, y + 34, room * share, 7, shown)
    if cell.typical is not None:
        at = x + room * cell.typical
        sheet.canvas.line(at, y + 30.5, at, y + 44.5, palette.ink, 1.4)
    figures_ = sheet.say(
        "left_here", left=sheet.number(cell.left or 0), reached=sheet.number(cell.reached or 0)
    )
    used = 50.0
    lines = wrap(figures_, "text", 12, room, 2)
    if cell.typical is not None:
        lines += wrap(
            sheet.say("left_typical", share=sheet.share(cell.typical)), "text", 12, room, 2
        )
    for line in lines:
        sheet.canvas.text(x, y + used + 10, line, palette.soft, 12)
        used += 16
    return used + 4


def _flag(sheet: Sheet, x: float, y: float, room: float) -> None:
    """A small pennant and the word, where a hand is needed: not by colour alone."""
    alert = sheet.palette.alert
    if room < 18:
        return
    sheet.canvas.line(x, y - 14, x, y + 2, alert, 1.6)
    sheet.canvas.path(f"M{x:.1f} {y - 14:.1f}l10 4l-10 4z", fill=alert)
    sheet.canvas.text(
        x + 14, y - 3, sheet.say("left_outstanding"), alert, 12, "strong", room=room - 14
    )


def value(sheet: Sheet, position: int, cell: Cell, y: float) -> float:
    """Orders and what they are worth; a stage without any says so quietly."""
    x, room, palette = sheet.x(position) + PAD, sheet.column - 2 * PAD, sheet.palette
    if not cell.orders or cell.value is None:
        sheet.canvas.text(x, y + 20, sheet.say("no_orders"), palette.soft, 12.5, room=room)
        return 34.0
    amount = sheet.money(cell.value)
    size = largest([amount], "title", (25, 22, 19, 16), room)
    sheet.canvas.text(x, y + 24, amount, palette.ink, size, "title", room=room)
    orders = f"{sheet.number(cell.orders)} {sheet.say('orders' if cell.orders != 1 else 'order')}"
    sheet.canvas.text(x, y + 42, orders, palette.soft, 12, room=room)
    average = sheet.say("average_order", value=sheet.money(cell.value / cell.orders))
    sheet.canvas.text(x, y + 58, average, palette.soft, 12, room=room)
    return 66.0


PAINTERS: dict[str, Painter] = {
    "actions": figures,
    "media": figures,
    "time": time,
    "moves": moves,
    "leave": leave,
    "value": value,
}
