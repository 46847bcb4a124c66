"""Hatch patterns and hatched symbols as small files: Mapnik reads both from files only.

A pattern is PNG rather than SVG, since Mapnik cuts an SVG pattern to the bounding box of its
paths: the lines would not meet at the seams.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from layers.styles.hatched_marker import hatched_marker
from layers.styles.model import Fill, Marker
from layers.temporary import folder_of_process

# A divisor of 256, so that the pattern continues from one tile to the next.
SIDE_PX = 8
LINE_PX = 2.0
# Each pixel's coverage is the mean of so many samples a side.
_SAMPLES = 8


@lru_cache(maxsize=256)
def hatch_file(fill: Fill, pixel_ratio: float) -> Path:
    """A tile of diagonal lines, bottom left to top right, in the fill's colour."""
    digest = hashlib.sha256(f"{fill.color} {fill.opacity} {pixel_ratio}".encode()).hexdigest()
    path = _directory() / f"{digest[:16]}.png"
    hatch_image(fill, pixel_ratio).save(path)
    return path


@lru_cache(maxsize=256)
def hatched_marker_file(marker: Marker) -> Path:
    """A point's hatched symbol; Mapnik itself enlarges it for finer devices."""
    content = hatched_marker(marker).encode()
    path = _directory() / f"{hashlib.sha256(content).hexdigest()[:16]}.svg"
    path.write_bytes(content)
    return path


def hatch_image(fill: Fill, pixel_ratio: float = 1.0) -> Image.Image:
    """The tile, with transparency between its lines."""
    side = max(4, round(SIDE_PX * pixel_ratio))
    steps = (np.arange(side * _SAMPLES) + 0.5) / _SAMPLES
    # Distance from the nearest of the lines x + y = n * side, which repeat with the tile.
    offset = (steps[:, None] + steps[None, :]) % side
    distance = np.minimum(offset, side - offset) / np.sqrt(2)
    inside = distance <= LINE_PX * side / SIDE_PX / 2
    coverage = inside.reshape(side, _SAMPLES, side, _SAMPLES).mean(axis=(1, 3))
    pixels = np.empty((side, side, 4), dtype=np.uint8)
    pixels[..., :3] = ImageColor.getrgb(fill.color)[:3]
    pixels[..., 3] = np.rint(coverage * fill.opacity * 255)
    return Image.fromarray(pixels, "RGBA")


@lru_cache(maxsize=1)
def _directory() -> Path:
    """This process's own, removed at its end."""
    return folder_of_process("hatch")
