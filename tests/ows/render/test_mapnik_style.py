"""Rules as Mapnik XML: Mapnik itself reads it, and draws what the rule says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from layers.styles.model import Fill, Label, Marker, Rule, Stroke
from ows.render.hatch import SIDE_PX, hatch_image
from ows.render.mapnik_engine import Symbol, draw_symbols
from ows.render.mapnik_style import mapnik_styles
from tests.ows.wms.wire import Pixels

RED, BLUE = "#cc0000", "#0000cc"


def drawn(*rules: Rule, ratio: float = 1.0, side: int = 40) -> Pixels:
    """Each rule's symbol over the whole of a square image."""
    symbols = [Symbol(0, 0, side, side)] * len(rules)
    png = draw_symbols(symbols, rules, (side, side), ratio)
    return np.asarray(Image.open(BytesIO(png)).convert("RGBA"))


def names(rules: Sequence[Rule]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    styles = mapnik_styles("x", rules, 1.0)
    written = [style.get("name") for style in etree.fromstring(styles.xml)]
    assert sorted(map(str, written)) == sorted((*styles.shapes, *styles.labels))
    return styles.shapes, styles.labels


def test_fill_and_opacity() -> None:
    middle = drawn(Rule("r", "R", fill=Fill(RED, 0.5)))[20, 20]
    assert middle.tolist()[:3] == [204, 0, 0]
    assert middle[3] == pytest.approx(128, abs=2)


def test_stroke_width_and_dash() -> None:
    solid = drawn(Rule("r", "R", stroke=Stroke(RED, 2.0)))[..., 3] > 128
    dashed = drawn(Rule("r", "R", stroke=Stroke(RED, 2.0, dash=(4, 4))))[..., 3] > 128
    assert not solid[20, 20]
    assert solid[20].sum() == 4  # two edges of two pixels
    assert 0.35 < dashed.sum() / solid.sum() < 0.65


def test_a_line_is_a_line_and_no_outline() -> None:
    line = drawn(Rule("r", "R", stroke=Stroke(RED, 2.0), line=True))[..., 3] > 128
    assert line[:, 20].sum() == 2
    assert line[19:21].sum() > 60
    assert line.sum() == line[19:21].sum()


def test_a_lines_label_follows_it() -> None:
    label = Label("name")
    along = Rule("r", "R", stroke=Stroke(RED), label=label, line=True)
    within = Rule("r", "R", stroke=Stroke(RED), label=label)
    written = [etree.fromstring(mapnik_styles("x", [rule], 1.0).xml) for rule in (along, within)]
    found = [root.xpath("//TextSymbolizer/@placement") for root in written]
    assert found == [["line"], ["interior"]]


def test_pixel_ratio_enlarges() -> None:
    rule = Rule("r", "R", stroke=Stroke(RED, 2.0))
    assert (drawn(rule, ratio=2.0)[20, :, 3] > 128).sum() == pytest.approx(6, abs=2)


@pytest.mark.parametrize(("shape", "corner"), [("circle", False), ("square", True)])
def test_markers(shape: str, corner: bool) -> None:
    image = drawn(Rule("r", "R", marker=Marker(Fill(BLUE), size_px=20, shape=shape)))
    assert image[20, 20].tolist() == [0, 0, 204, 255]
    assert (image[20, :, 3] > 128).sum() == pytest.approx(20, abs=1)
    assert bool(image[12, 12, 3] > 128) is corner


# Mapnik enlarges a picture's outline with it, so the plain square is asked for as it is stored.
@pytest.mark.parametrize(("shape", "size_px"), [("circle", 20), ("square", 10)])
def test_hatched_markers_are_lines_on_paper_in_the_same_place(shape: str, size_px: int) -> None:
    plain = Marker(Fill(BLUE), Stroke(RED, 2.0), size_px=size_px, shape=shape)
    hatched = replace(plain, fill=Fill(BLUE, hatch=True))
    for ratio in (1.0, 2.0):
        solid = drawn(Rule("r", "R", marker=plain), ratio=ratio, side=60)
        image = drawn(Rule("r", "R", marker=hatched), ratio=ratio, side=60)
        assert ((solid[..., 3] > 128) == (image[..., 3] > 128)).mean() > 0.99
        inside = image[solid[..., 2] > 180].astype(int)
        assert 0.2 < (inside[:, :3].min(axis=1) > 200).mean() < 0.7, "paper shows"
        assert 0.1 < (inside[:, 0] < 80).mean() < 0.6, "lines show"
    assert drawn(Rule("r", "R", marker=hatched))[..., 0].max() > 150, "the outline stays"


def test_a_small_hatched_marker_still_shows_lines_and_paper() -> None:
    marker = Marker(Fill(BLUE, hatch=True), Stroke(BLUE), size_px=9)
    middle = drawn(Rule("r", "R", marker=marker), side=20)[6:14, 6:14, :3].astype(int)
    assert (middle.min(axis=2) > 200).any()
    assert (middle[..., 0] < 80).any()


def test_marker_outline() -> None:
    marker = Marker(Fill(BLUE), Stroke(RED, 4.0), size_px=20)
    colors = drawn(Rule("r", "R", marker=marker))[20]
    assert (colors[:, 0] > 150).any()
    assert colors[20].tolist() == [0, 0, 204, 255]


def test_the_first_rules_markers_lie_on_top() -> None:
    important = Rule("a", "A", marker=Marker(Fill(RED), size_px=10))
    common = Rule("b", "B", marker=Marker(Fill(BLUE), size_px=20))
    image = drawn(important, common)
    assert image[20, 20].tolist()[:3] == [204, 0, 0]
    assert image[20, 12].tolist()[:3] == [0, 0, 204]


def test_outlines_come_after_every_fill() -> None:
    """A neighbour's fill, drawn later, must not cover half of an outline."""
    shapes, _labels = names(
        [Rule("a", "A", fill=Fill(RED), stroke=Stroke(BLUE)), Rule("b", "B", fill=Fill(BLUE))]
    )
    assert shapes == ("x-fill", "x-line")


def test_hatch_is_half_empty_and_periodic() -> None:
    image = drawn(Rule("r", "R", fill=Fill(RED, hatch=True)), side=10 * SIDE_PX)
    inner = image[SIDE_PX:-SIDE_PX, SIDE_PX:-SIDE_PX, 3]
    assert 0.2 < (inner > 128).mean() < 0.6
    # It repeats from tile to tile, across the tile's own edges too.
    assert np.array_equal(inner[:, :-SIDE_PX], inner[:, SIDE_PX:])
    assert np.array_equal(inner[:-SIDE_PX], inner[SIDE_PX:])


def test_hatch_runs_up_to_the_right() -> None:
    tile = np.asarray(hatch_image(Fill(RED)))[..., 3]
    assert tile[SIDE_PX - 1, 0] > 200
    assert tile[0, SIDE_PX - 1] > 200
    assert tile[SIDE_PX // 2 - 1, SIDE_PX // 2] > 200
    assert tile[2, 2] == 0


def test_hatch_scales_with_the_device() -> None:
    assert hatch_image(Fill(RED), 2.0).size == (2 * SIDE_PX, 2 * SIDE_PX)


def test_labels_are_apart() -> None:
    assert names([Rule("r", "R", fill=Fill(RED), label=Label("name"))]) == (
        ("x-fill",),
        ("x-label",),
    )
    assert names([Rule("r", "R")]) == ((), ())


def test_names_of_colours_and_fields_are_data() -> None:
    """What looks like markup stays text; Mapnik's expressions never see a value."""
    rule = Rule("r", '"><Map>', fill=Fill(RED), label=Label('name"]<'))
    root = etree.fromstring(mapnik_styles('a"b<', [rule], 1.0).xml)
    assert {style.get("name") for style in root} == {'a"b<-fill', 'a"b<-label'}
    assert root.findtext(".//TextSymbolizer") == "[label]"
