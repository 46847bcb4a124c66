"""What to draw: layers with their styles on a rectangle, at a size in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from layers.bbox import Bbox
from layers.layer import AnyUser, Layer
from layers.styles.model import Rule, Style
from ows.render.image_formats import ImageFormat
from territory.periods import Period

# OGC 06-042 (WMS 1.3.0) 7.2.4.6.9: a pixel is taken to be 0.28 mm wide.
PIXEL_M = 0.00028
MILLIMETRES_PER_INCH = 25.4
# A degree of the equator, metres: 6378137 m x 2 pi / 360 (OGC 05-077r4, 10.2).
DEGREE_M = 111319.49079327358
# Drawn beyond the edges, so that labels continue from one tile to the next: half of one's
# usual width.
LABEL_BUFFER_PX = 64


@dataclass(frozen=True)
class DrawnLayer:
    """A layer with the style it is drawn in and a filter on its features (CQL2-JSON).

    ``default_period`` is the one that was taken since the request named none.
    """

    layer: Layer
    style: Style
    filter: dict[str, Any] | None = None
    default_period: Period | None = None


@dataclass(frozen=True)
class Picture:
    """A map to draw; the first layer lies at the bottom.

    ``bbox`` fills the picture exactly, so pixels need not be square. ``background`` is
    "#rrggbb", None leaves it transparent. ``pixel_ratio`` is how many of the picture's pixels
    make one of 0.28 mm: it enlarges lines, symbols and text for finer screens and printers.
    """

    user: AnyUser
    layers: tuple[DrawnLayer, ...]
    bbox: Bbox
    width_px: int
    height_px: int
    format: ImageFormat
    background: str | None = None
    pixel_ratio: float = 1.0

    @property
    def scale_denominator(self) -> float:
        """The scale on a screen whose pixel is 0.28 mm (times the pixel ratio)."""
        return scale_denominator(self.bbox, self.width_px, self.pixel_ratio)


def scale_denominator(bbox: Bbox, width_px: int, pixel_ratio: float = 1.0) -> float:
    """The scale of ``bbox`` drawn ``width_px`` wide; degrees count as on the equator."""
    metres = bbox.width / width_px * (DEGREE_M if bbox.srid == 4326 else 1.0)
    return metres * pixel_ratio / PIXEL_M


def pixel_ratio(dpi: float) -> float:
    """The pixel ratio of a device with that many dots per inch; 1 at 90.7."""
    return dpi * PIXEL_M * 1000 / MILLIMETRES_PER_INCH


def buffer_px(rules: Iterable[Rule]) -> int:
    """How far beyond a picture's edge there may be what is drawn inside it.

    Half of the widest symbol where nothing is labelled: the buffer of labels more than doubles
    what a tile of 256 pixels has to draw.
    """
    widest = 0.0
    for rule in rules:
        if rule.label:
            return LABEL_BUFFER_PX
        strokes = [rule.stroke, rule.marker.stroke if rule.marker else None]
        stroke_px = max((stroke.width_px for stroke in strokes if stroke), default=0.0)
        widest = max(widest, stroke_px + (rule.marker.size_px if rule.marker else 0.0))
    return math.ceil(widest / 2) + 1  # smoothing reaches into the next pixel
