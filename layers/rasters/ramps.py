"""Rows of colours for the cells of a raster: by fixed values, or spread over what it holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from layers.models.rasters import CoverageKind

# Value (or, in a relative row, the share of the way from the least to the most) and colour.
Stop = tuple[float, str]


@dataclass(frozen=True)
class Ramp:
    """A row of colours; between two stops a colour is mixed of both.

    ``is_relative``: the stops are shares (0 to 1) of the raster's own range.
    """

    name: str
    title: str
    stops: tuple[Stop, ...]
    is_relative: bool = True


def _even(*colors: str) -> tuple[Stop, ...]:
    return tuple((index / (len(colors) - 1), color) for index, color in enumerate(colors))


# Greens of the lowland to the white of the peaks; metres above the sea.
_RELIEF: tuple[Stop, ...] = (
    (0, "#a7c79a"),
    (500, "#d3dda5"),
    (1500, "#e9d8a1"),
    (2500, "#d5b27c"),
    (3500, "#b98b62"),
    (4500, "#b5a59b"),
    (6000, "#ffffff"),
)
# ColorBrewer's GnBu, YlOrBr, PuBuGn: one hue each, told apart by the colour-blind; no red.
RAMPS = (
    Ramp("relief", "Altitud", _RELIEF, is_relative=False),
    Ramp("people", "Población", _even("#fff7ec", "#fed98e", "#fe9929", "#d95f0e", "#662506")),
    Ramp("water", "Azules", _even("#f0f9e8", "#bae4bc", "#7bccc4", "#43a2ca", "#0868ac")),
    Ramp("warm", "Ocres", _even("#ffffe5", "#fee391", "#fec44f", "#cc4c02", "#662506")),
    Ramp("grey", "Grises", _even("#f7f7f7", "#252525")),
)
BY_NAME = {ramp.name: ramp for ramp in RAMPS}
_DEFAULTS = {
    CoverageKind.TERRAIN: "relief",
    CoverageKind.POPULATION: "people",
    CoverageKind.HAZARD: "warm",
    CoverageKind.FRICTION: "grey",
}
# Codes have no order: twelve hues told apart (ColorBrewer Paired without its reds), then again.
CLASS_COLORS = (
    "#1f78b4",
    "#33a02c",
    "#b2df8a",
    "#a6cee3",
    "#ff7f00",
    "#6a3d9a",
    "#fdbf6f",
    "#cab2d6",
    "#b15928",
    "#ffff99",
    "#01665e",
    "#8c96c6",
)
MAX_CLASSES = 256
_LEGEND_CLASSES = 40


def default_ramp(kind: str) -> str:
    """The row of colours that suits what the cells say."""
    return _DEFAULTS.get(CoverageKind(kind), "water")


def stops_of(name: str, minimum: float | None, maximum: float | None) -> tuple[Stop, ...]:
    """The stops as values, in rising order."""
    ramp = BY_NAME.get(name) or BY_NAME["water"]
    if not ramp.is_relative:
        return ramp.stops
    low = 0.0 if minimum is None else minimum
    high = low + 1.0 if maximum is None or maximum <= low else maximum
    return tuple((low + share * (high - low), color) for share, color in ramp.stops)


def class_stops(minimum: float | None, maximum: float | None) -> tuple[Stop, ...]:
    """A colour for each whole number from the least to the most that a legend shows."""
    low = math.floor(minimum or 0)
    high = min(math.floor(maximum or 0), low + MAX_CLASSES - 1)
    return tuple((float(code), class_color(code)) for code in range(low, high + 1))


def class_color(code: int) -> str:
    """The colour of a code: always the same."""
    return CLASS_COLORS[code % len(CLASS_COLORS)]


def shown_in_legend(stops: Sequence[Stop]) -> Sequence[Stop]:
    """Those that a legend has room for."""
    return stops[:_LEGEND_CLASSES]
