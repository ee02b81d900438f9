"""The map as PNG, through resvg with the shipped fonts alone, so that it looks the same on every machine."""

from importlib.resources import as_file, files

import resvg_py

from etappe.base.errors import BadInput
from etappe.maps.metrics import FACES

LARGEST = 8.0


def to_png(svg: str, scale: float = 2.0) -> bytes:
    """Render an SVG of ours; `scale` 1 is one pixel a unit, 2 is sharp on screens and in print."""
    if not 0 < scale <= LARGEST:
        raise BadInput(
            f"scale: {scale} cannot be drawn.",
            next_step=f"Choose more than 0 and at most {LARGEST:g}.",
            field="scale",
        )
    with as_file(files("etappe.maps").joinpath("fonts")) as folder:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            skip_system_fonts=True,
            font_files=[str(folder / name) for name in FACES.values()],
            sans_serif_family="Fira Sans",
            serif_family="Literata",
        )
    return bytes(drawn)
