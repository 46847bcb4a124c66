"""What a coverage looks like on a grid: its row of colours, with relief where it is terrain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from layers.bbox import Bbox, transformer
from layers.rasters.coverage import Raster
from layers.rasters.grids import Grid, as_floats, read
from layers.rasters.ramps import class_color

Rgba = NDArray[np.uint8]
# The usual lamp of a shaded map: from the north-west, halfway up the sky.
_AZIMUTH_DEG, _ALTITUDE_DEG = 315.0, 45.0
# How dark the shade gets at most; the colours have to be told apart in it.
_SHADE = 0.55
# A degree of latitude, metres (the same as ``ows.render.picture``, OGC 05-077r4, 10.2).
_DEGREE_M = 111_319.49079327358
# Heights are drawn larger where a cell is, or nothing would be seen of them at small scales.
_EXAGGERATION = 1.5
_STEPS = 1024


def draw(raster: Raster, bbox: Bbox, width_px: int, height_px: int) -> Rgba:
    """The first band on a map of that size: rows of red, green, blue, opacity."""
    border = 1 if raster.has_relief else 0
    grid = _widened(Grid(bbox, width_px, height_px), border)
    resampling = "nearest" if raster.is_classes else "bilinear"
    values = as_floats(read(raster, grid, (1,), resampling)[0])
    inner = values[border : border + height_px, border : border + width_px]
    colours = _classes(inner) if raster.is_classes else _mixed(raster, inner)
    if raster.has_relief:
        light = hillshade(values, *cell_m(grid))[border:-border, border:-border]
        shade = 1 - _SHADE * (1 - light)
        colours[..., :3] = np.clip(colours[..., :3] * shade[..., None], 0, 255).astype("uint8")
    return colours


def hillshade(
    values: NDArray[np.float64], across_m: float, down_m: float, factor: float = _EXAGGERATION
) -> NDArray[np.float64]:
    """How light each cell is, 0 to 1 (Horn 1981, as gdaldem has it); 1 beside what has no value."""
    to_east, to_south = gradient(values, across_m, down_m)
    to_east, to_north = to_east * factor, -to_south * factor
    zenith, azimuth = math.radians(90 - _ALTITUDE_DEG), math.radians(_AZIMUTH_DEG)
    # The lamp's direction and the ground's normal, x to the east, y to the north.
    lamp_x, lamp_y = math.sin(azimuth) * math.sin(zenith), math.cos(azimuth) * math.sin(zenith)
    light = (math.cos(zenith) - to_east * lamp_x - to_north * lamp_y) / np.sqrt(
        1 + to_east**2 + to_north**2
    )
    # Flat ground is as light as the map without shade.
    return np.nan_to_num(np.clip(light / math.cos(zenith), 0, 1), nan=1.0)


def gradient(
    values: NDArray[np.float64], across_m: float, down_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rise per metre to the east and to the south by the eight neighbours (Horn 1981).

    NaN where a neighbour has no value; at the edge of the array a cell is its own neighbour.
    """
    z = np.pad(values, 1, mode="edge")
    west = z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2]
    east = z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]
    north = z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]
    south = z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]
    return (east - west) / (8 * across_m), (south - north) / (8 * down_m)


def _mixed(raster: Raster, values: NDArray[np.float64]) -> Rgba:
    """By a table of colours: to mix each cell by itself takes three times as long."""
    places = np.array([value for value, _ in raster.stops])
    parts = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for _, c in raster.stops])
    low, high = places[0], places[-1]
    at = np.linspace(low, high, _STEPS)
    table = np.stack([np.interp(at, places, parts[:, i]) for i in range(3)], axis=1)
    scaled = np.nan_to_num((values - low) / (high - low) * (_STEPS - 1))
    found = np.empty((*values.shape, 4), dtype="uint8")
    found[..., :3] = table.round().astype("uint8")[np.clip(scaled, 0, _STEPS - 1).astype("int32")]
    found[..., 3] = np.where(np.isnan(values), 0, 255)
    return found


def _classes(values: NDArray[np.float64]) -> Rgba:
    found = np.zeros((*values.shape, 4), dtype="uint8")
    for code in np.unique(values[~np.isnan(values)]):
        color = class_color(math.floor(code))
        found[values == code] = (*(int(color[i : i + 2], 16) for i in (1, 3, 5)), 255)
    return found


def _widened(grid: Grid, cells: int) -> Grid:
    """With so many cells more on every side, which shades need of their neighbours."""
    across, down = grid.cell
    box = grid.bbox
    return Grid(
        Bbox(
            box.minx - cells * across,
            box.miny - cells * down,
            box.maxx + cells * across,
            box.maxy + cells * down,
            box.srid,
        ),
        grid.width + 2 * cells,
        grid.height + 2 * cells,
    )


def cell_m(grid: Grid) -> tuple[float, float]:
    """A cell's width and height on the ground, metres, in the middle of the grid."""
    across, down = grid.cell
    box = grid.bbox
    if box.srid == 4326:
        middle = math.cos(math.radians(min(max((box.miny + box.maxy) / 2, -89), 89)))
        return across * _DEGREE_M * middle, down * _DEGREE_M
    if box.srid == 3857:
        _, latitude = transformer(3857, 4326).transform(
            (box.minx + box.maxx) / 2, (box.miny + box.maxy) / 2
        )
        stretched = math.cos(math.radians(min(max(latitude, -85), 85)))
        return across * stretched, down * stretched
    return across, down
