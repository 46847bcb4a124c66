"""Maps with rasters in them: cells and shapes drawn apart, laid on one another in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from PIL import Image

from layers.rasters.coverage import RasterLayer
from layers.rasters.pictures import draw as draw_cells
from ows.render import mapnik_engine
from ows.render.image_formats import PNG, encode
from ows.render.picture import Picture
from ows.render.png import write_png


def draw(picture: Picture) -> bytes:
    """The picture, encoded: by Mapnik alone where there is no raster in it.

    Raises what ``mapnik_engine.draw`` does, and StoredFileMissing where a raster's file is gone.
    """
    if not any(isinstance(drawn.layer, RasterLayer) for drawn in picture.layers):
        return mapnik_engine.draw(picture)
    size = (picture.width_px, picture.height_px)
    image = Image.new("RGBA", size, picture.background or "#ffffff00")
    for part in _parts(picture):
        image.alpha_composite(part)
    if picture.format is PNG:
        return write_png(*size, image.tobytes())
    return encode(image, picture.format)


def _parts(picture: Picture) -> Iterator[Image.Image]:
    """From the bottom up: each raster, and each run of layers of features between them."""
    for is_raster, run in groupby(
        picture.layers, lambda drawn: isinstance(drawn.layer, RasterLayer)
    ):
        layers = tuple(run)
        if not is_raster:
            part = replace(picture, layers=layers, background=None, format=PNG)
            yield Image.open(BytesIO(mapnik_engine.draw(part))).convert("RGBA")
            continue
        for drawn in layers:
            assert isinstance(drawn.layer, RasterLayer)
            if drawn.filter is None and drawn.layer.active_at(picture.scale_denominator):
                cells = draw_cells(
                    drawn.layer.raster, picture.bbox, picture.width_px, picture.height_px
                )
                yield Image.fromarray(cells, "RGBA")
