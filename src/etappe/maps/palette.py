"""The colours: one per stage position, the same everywhere, and the papers they lie on (data/palette.json)."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one theme, as '#RRGGBB'. `stages` are chosen by position, again from the start after twelve."""

    stages: tuple[str, ...]
    paper: str
    panel: str
    ink: str
    soft: str
    line: str
    faint: str
    course: str
    alert: str
    water: str

    def stage(self, position: int) -> str:
        """The colour of the stage at this position of its model."""
        return self.stages[position % len(self.stages)]

    def tint(self, position: int, amount: float = 0.16) -> str:
        """The stage's colour washed into the paper, as an opaque colour (print knows no opacity)."""
        return mix(self.stage(position), self.paper, amount)


@cache
def palette(theme: Theme) -> Palette:
    """The palette of a theme: 'light' for print and day, 'dark' for the evening."""
    data = json.loads(files("etappe.maps").joinpath("data/palette.json").read_text("utf-8"))
    return Palette(stages=tuple(data["stages"][theme]), **data["paper"][theme])


def mix(colour: str, ground: str, amount: float) -> str:
    """`amount` of a colour over a ground, as the eye would see it printed."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * amount + b * (1 - amount)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, 1 to 21; text needs 4.5, signs 3."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
