"""A sheet to draw on: SVG elements as text, and a record of where every text lies, so that tests can look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from etappe.maps.metrics import Face, fit, width

Anchor = Literal["start", "middle", "end"]
_FAMILIES: dict[Face, tuple[str, str]] = {
    "text": ("", "400"),
    "strong": ("", "600"),
    "title": ("Literata, 'Iowan Old Style', Georgia, serif", "500"),
    "aside": ("Literata, 'Iowan Old Style', Georgia, serif", "400"),
}
SANS = "'Fira Sans', 'Source Sans 3', 'Segoe UI', sans-serif"


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a drawn text lies, in user units, and the group it belongs to."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    group: str


class Canvas:
    """Elements in drawing order. Coordinates are user units, y runs down."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.boxes: list[TextBox] = []
        self._groups: list[str] = []

    @contextmanager
    def group(self, name: str, title: str = "", /, **data: str) -> Iterator[None]:
        """A `<g class="name">`; `data` becomes data- attributes, `title` shows on hover."""
        attributes = "".join(f" data-{key}={quoteattr(value)}" for key, value in data.items())
        self.parts.append(f'<g class="{name}"{attributes}>')
        if title:
            self.parts.append(f"<title>{escape(title)}</title>")
        self._groups.append(":".join([name, *data.values()]))
        yield
        self._groups.pop()
        self.parts.append("</g>")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: str,
        size: float = 12.5,
        face: Face = "text",
        anchor: Anchor = "start",
        room: float = 0,
        spacing: float = 0,
    ) -> float:
        """One line with its baseline at y; longer than `room` it gets an ellipsis and its whole on hover.

        Returns the width drawn. `spacing` is extra space between letters.
        """
        shown = fit(text, face, size, room) if room else text
        if not shown:
            return 0
        wide = width(shown, face, size) + spacing * len(shown)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        group = self._groups[-1] if self._groups else ""
        box = TextBox(shown, left, y - 0.74 * size, left + wide, y + 0.22 * size, group)
        self.boxes.append(box)
        whole = f"<title>{escape(text)}</title>" if shown != text else ""
        style = _font(face, size) + _if("text-anchor", anchor, "start")
        style += f' letter-spacing="{spacing:g}"' if spacing else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{style}>{escape(shown)}{whole}</text>'
        )
        return wide

    def rect(
        self, x: float, y: float, wide: float, high: float, fill: str, radius: float = 0
    ) -> None:
        """A filled rectangle; nothing when it has no extent."""
        if wide > 0 and high > 0:
            self.parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
                f'{_if("rx", f"{radius:g}", "0")} fill="{fill}"/>'
            )

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        stroke: str,
        wide: float = 1,
        dash: str = "",
    ) -> None:
        """A straight line."""
        self.path(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}", stroke=stroke, wide=wide, dash=dash)

    def path(
        self,
        d: str,
        fill: str = "none",
        stroke: str = "none",
        wide: float = 1,
        dash: str = "",
        cap: str = "round",
    ) -> None:
        """Any path, filled, drawn or both."""
        pen = ""
        if stroke != "none":
            pen = f' stroke="{stroke}" stroke-width="{wide:.2f}" stroke-linecap="{cap}" stroke-linejoin="round"'
            pen += f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{d}" fill="{fill}"{pen}/>')

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str = "none", wide: float = 1
    ) -> None:
        """A disc, a ring or both."""
        pen = f' stroke="{stroke}" stroke-width="{wide:g}"' if stroke != "none" else ""
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"{pen}/>'
        )


def _font(face: Face, size: float) -> str:
    family, weight = _FAMILIES[face]
    slant = ' font-style="italic"' if face == "aside" else ""
    named = f' font-family="{family}"' if family else ""
    return f'{named} font-size="{size:g}"{_if("font-weight", weight, "400")}{slant}'


def _if(name: str, value: str, default: str) -> str:
    return "" if value == default else f' {name}="{value}"'
