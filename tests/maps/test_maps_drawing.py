from itertools import combinations
from xml.etree import ElementTree

import pytest

from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language, keys, say
from etappe.maps.palette import THEMES, Theme
from etappe.maps.png import to_png
from etappe.maps.sheet import MARGIN, column_width
from etappe.maps.svg import compose, to_svg
from etappe.maps.value import JourneyMap
from maps.map_sample import sample_map, text_boxes

HUBSPOT = (
    "Awareness (Interesse wecken)",
    "Favorability (Interesse konkretisieren)",
    "Consideration (Informationen beschaffen)",
    "Intent to Purchase (Kaufanreiz auslösen)",
    "Conversion (Wandlung realisieren)",
    "Customer Retention (Erfahrungen sammeln)",
    "Advocacy (Erfahrungswerte teilen)",
)
LONG = tuple(f"{n}. Vereinsausstattungsberatungsgespräch am Telefon" for n in range(1, 13))
MAPS = {
    "aida": sample_map("de"),
    "english": sample_map("en"),
    "hubspot": sample_map("de", HUBSPOT, model="HubSpot 7"),
    "twelve long names": sample_map("de", LONG),
    "one stage": sample_map("de", ("Kauf",)),
    "two white": sample_map("de", HUBSPOT[:5], white=(0, 1)),
    "all white": sample_map("en", HUBSPOT[:3], white=(0, 1, 2)),
    "loop": sample_map("de", HUBSPOT, loop=True),
    "loop of twelve": sample_map("en", LONG, loop=True),
    "loop of three": sample_map("de", HUBSPOT[:3], loop=True),
}
drawn = pytest.mark.parametrize("name", MAPS)


@pytest.mark.parametrize("theme", THEMES)
@drawn
def test_it_is_well_formed_and_names_itself(name: str, theme: Theme) -> None:
    root = ElementTree.fromstring(to_svg(MAPS[name], theme))
    space = {"s": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img"
    assert "Jubelware" in (root.findtext("s:title", namespaces=space) or "")
    assert root.findtext("s:desc", namespaces=space)
    assert not [t for t in root.itertext() if "{" in t or "None" in t]


@drawn
def test_every_field_can_be_found_by_its_data_attribute(name: str) -> None:
    chart = MAPS[name]
    svg = to_svg(chart)
    for stage in chart.stages:
        assert f'data-stage="{stage.name}"' in svg
        for lane in chart.lanes:
            cell = "all" if stage.white else lane.key
            assert f'data-cell="{cell}:{stage.name}"' in svg


@drawn
def test_no_text_leaves_the_sheet_or_its_column(name: str) -> None:
    chart = MAPS[name]
    boxes, wide, high = text_boxes(chart)
    column = column_width(len(chart.stages))
    left = {stage.name: MARGIN + 150 + i * column for i, stage in enumerate(chart.stages)}
    for box in boxes:
        assert box.x0 >= MARGIN - 1, box
        assert box.x1 <= wide - MARGIN + 1, box
        assert 0 < box.y0 < box.y1 < high, box
        kind, _, stage = box.group.rpartition(":")
        if (
            kind.startswith(("cell:", "cell white:", "stage-name", "stage-people"))
            and "all" not in kind
        ):
            assert left[stage] <= box.x0, box
            assert box.x1 <= left[stage] + column, box


@pytest.mark.parametrize("theme", THEMES)
@drawn
def test_no_two_texts_overlap(name: str, theme: Theme) -> None:
    boxes, _, _ = text_boxes(MAPS[name], theme)
    for a, b in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        # Descenders may touch the capitals of the next line.
        assert across <= 0.5 or down <= 2.5, (a, b)


def test_long_words_are_wrapped_or_ellipsized_and_the_whole_is_said_on_hover() -> None:
    svg = to_svg(
        sample_map("de", ("Donaudampfschifffahrtsgesellschaftskapitänsmützenkauf", *LONG[:11]))
    )
    assert "Donaudampf" in svg
    assert "Donaudampfschifffahrtsgesellschaftskapitänsmützenkauf" in svg


@drawn
def test_all_journeys_are_in_the_courses_and_the_others(name: str) -> None:
    svg = to_svg(MAPS[name])
    if MAPS[name].courses:
        assert svg.count('class="course"') >= len(MAPS[name].courses)
        assert say("etappe.maps", "other_courses", MAPS[name].language) in svg


def test_what_data_cannot_know_is_a_white_spot_that_names_its_source() -> None:
    svg = to_svg(sample_map("de", HUBSPOT[:5], white=(0, 1)))
    assert svg.count("weißer Fleck") >= 4
    assert "Hier fehlen: Besuchsdaten" in svg
    assert "Umfragen, Bewertungen" in svg


def test_the_outstanding_loss_is_red_and_also_said_in_words() -> None:
    calm = sample_map("de", ("Kauf",))
    sheet, _ = compose(sample_map("de"), "light")
    svg = to_svg(sample_map("de"))
    assert sheet.palette.alert in svg
    assert "auffällig</text>" in svg
    assert "auffällig</text>" not in to_svg(calm)


def test_the_same_map_is_drawn_as_line_and_as_loop() -> None:
    line, loop = to_svg(sample_map("de")), to_svg(sample_map("de", loop=True))
    assert line != loop
    assert "Folgekauf" in loop
    for figure in ("38.412", "52.110", "803.441", "6.000"):
        assert figure in line
        assert figure in loop


def test_fonts_can_be_put_into_the_file() -> None:
    svg = to_svg(sample_map("de"), embed_fonts=True)
    ElementTree.fromstring(svg)
    assert svg.count("@font-face") == 4


@pytest.mark.parametrize(("scale", "theme"), [(0.5, "light"), (1.0, "dark")])
def test_the_png_has_the_sheets_size_and_shows_something(scale: float, theme: Theme) -> None:
    chart: JourneyMap = sample_map("de")
    _, wide, high = text_boxes(chart, theme)
    png = to_png(to_svg(chart, theme), scale)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert size[0] == pytest.approx(wide * scale, abs=1)
    assert size[1] == pytest.approx(high * scale, abs=1)
    assert len(png) > 50_000


def test_an_impossible_scale_is_refused_with_a_next_step() -> None:
    with pytest.raises(BadInput) as refused:
        to_png("<svg/>", 0)
    assert "Choose" in refused.value.next_step


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_both_languages(language: Language) -> None:
    for key in keys("etappe.maps"):
        figures = dict.fromkeys(
            [
                "shop",
                "model",
                "stages",
                "journeys",
                "from_",
                "to",
                "share",
                "conversion",
                "span",
                "stage",
                "count",
                "left",
                "reached",
                "value",
                "course",
                "lane",
                "kind",
                "n",
                "unit",
                "period",
                "source",
                "persons",
                "touches",
                "zone",
                "where",
                "orders",
                "typical",
                "name",
                "value",
            ],
            "x",
        )
        assert say("etappe.maps", key, language, **figures)
