"""Plain circles are drawn as dots: held to the circle's own geometry."""

from __future__ import annotations

import math
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from layers.styles.model import Fill, Marker, Rule, Stroke
from ows.render.mapnik_engine import Symbol, draw_symbols
from tests.ows.wms.wire import Pixels

SIDE = 60
RED, BLUE = (255, 0, 0), (0, 0, 255)


def drawn(marker: Marker, pixel_ratio: float = 1.0) -> Pixels:
    """The marker in the middle of a transparent square."""
    symbols, rules = [Symbol(0, 0, SIDE, SIDE)], [Rule("r", "R", marker=marker)]
    image = draw_symbols(symbols, rules, (SIDE, SIDE), pixel_ratio)
    return np.asarray(Image.open(BytesIO(image)).convert("RGBA"))


def area(pixels: Pixels, color: tuple[int, int, int]) -> float:
    """In pixels, those of an edge counted by their opacity."""
    matches = np.abs(pixels[..., :3].astype(int) - color).max(axis=2) < 128
    return float((pixels[..., 3] * matches).sum() / 255)


@pytest.mark.parametrize("pixel_ratio", [1.0, 2.0])
@pytest.mark.parametrize("size_px", [4.0, 9.0, 20.0])
def test_a_circle_has_its_area(size_px: float, pixel_ratio: float) -> None:
    pixels = drawn(Marker(Fill("#ff0000"), size_px=size_px), pixel_ratio)
    radius = size_px * pixel_ratio / 2
    assert area(pixels, RED) == pytest.approx(math.pi * radius**2, rel=0.1)


@pytest.mark.parametrize("pixel_ratio", [1.0, 2.0])
def test_an_outline_lies_half_outside(pixel_ratio: float) -> None:
    pixels = drawn(Marker(Fill("#ff0000"), Stroke("#0000ff", 4.0), size_px=16.0), pixel_ratio)
    inner, outer = (radius * pixel_ratio for radius in (6.0, 10.0))
    assert area(pixels, RED) == pytest.approx(math.pi * inner**2, rel=0.1)
    assert area(pixels, BLUE) == pytest.approx(math.pi * (outer**2 - inner**2), rel=0.1)


def test_what_can_be_seen_through_shows_no_outline_twice() -> None:
    """Half opaque: a dot on a dot would darken where both lie."""
    marker = Marker(Fill("#ff0000", 0.5), Stroke("#ff0000", 4.0, opacity=0.5), size_px=30.0)
    pixels = drawn(marker)
    middle = pixels[SIDE // 2, SIDE // 2]
    assert tuple(middle[:3]) == RED
    assert abs(int(middle[3]) - 128) <= 2
