"""The fonts that Mapnik's wheel carries, for what is drawn without Mapnik."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont


@lru_cache(maxsize=16)
def font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which has the letters of Spanish, Quechua and Aymara."""
    spec = find_spec("mapnik")  # found, not imported: that is for ows.render.mapnik_engine
    assert spec is not None
    assert spec.origin is not None
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(spec.origin).parent / "lib/mapnik/fonts" / name, size_px)
