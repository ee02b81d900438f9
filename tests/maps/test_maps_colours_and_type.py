import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.maps.metrics import FACES, Face, fit, width, wrap
from etappe.maps.palette import THEMES, Theme, contrast, mix, palette

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE Lab of a colour as somebody with this sight sees it."""
    raw = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in raw]
    r, g, b = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True))))
        for row in SIGHTS[sight]
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_stages_differ_for_every_sight(theme: Theme, sight: str) -> None:
    stages = [seen(colour, sight) for colour in palette(theme).stages]
    for one, other in pairwise(stages):
        assert math.dist(one, other) >= 22


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_first_eight_stages_are_told_apart_by_every_sight(theme: Theme, sight: str) -> None:
    stages = [seen(colour, sight) for colour in palette(theme).stages[:8]]
    closest = min(math.dist(a, b) for i, a in enumerate(stages) for b in stages[:i])
    assert closest >= 18


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_signs_have_the_contrast_of_aa(theme: Theme) -> None:
    colours = palette(theme)
    grounds = [colours.paper, *(colours.tint(i, 0.06) for i in range(12))]
    for ground in grounds:
        for text in (colours.ink, colours.soft, colours.alert):
            assert contrast(text, ground) >= 4.5
    for stage in (*colours.stages, colours.course):
        assert contrast(stage, colours.paper) >= 3


def test_a_mix_is_what_print_shows() -> None:
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix("#123456", "#FFFFFF", 1) == "#123456"


@pytest.mark.parametrize("face", FACES)
def test_widths_come_from_the_font(face: Face) -> None:
    assert width("", face, 12) == 0
    assert width("iii", face, 12) < width("mmm", face, 12)
    assert width("Straße", face, 24) == pytest.approx(2 * width("Straße", face, 12))


@pytest.mark.parametrize("face", ["text", "strong", "title"])
def test_figures_stand_below_each_other(face: Face) -> None:
    assert {round(width(digit, face, 10), 6) for digit in "0123456789"} == {
        round(width("0", face, 10), 6)
    }


words = st.text(st.sampled_from("abcdefgmwßäÜ -/"), max_size=60)


@given(words, st.floats(20, 200))
def test_a_fitted_text_fits(text: str, room: float) -> None:
    shown = fit(text, "text", 12, room)
    assert width(shown, "text", 12) <= room or shown == text == ""
    assert shown == text or shown == "" or shown.endswith("…")


@given(words, st.floats(40, 200), st.integers(1, 4))
def test_wrapped_lines_fit_and_keep_the_letters_in_order(
    text: str, room: float, lines: int
) -> None:
    wrapped = wrap(text, "text", 12, room, lines)
    assert len(wrapped) <= lines
    assert all(width(line, "text", 12) <= room for line in wrapped)
    letters = "".join(wrapped).replace("-", "").replace(" ", "").rstrip("…")
    assert text.replace("-", "").replace(" ", "").startswith(letters)
