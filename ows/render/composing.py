"""Maps with rasters in them: cells and shapes drawn apart, laid on one another in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from PIL import Image

from layers.cascade.fetching import picture as remote_picture
from layers.cascade.layer import CascadedLayer
from layers.rasters.coverage import RasterLayer
from layers.rasters.pictures import draw as draw_cells
from ows.render import mapnik_engine
from ows.render.image_formats import PNG, encode
from ows.render.picture import DrawnLayer, Picture
from ows.render.png import write_png


def draw(picture: Picture) -> bytes:
    """The picture, encoded: by Mapnik alone where there is no raster in it.

    Raises what ``mapnik_engine.draw`` does, StoredFileMissing where a raster's file is gone, and
    CascadeFailed where another server doesn't draw its layer.
    """
    if not any(map(_is_picture, picture.layers)):
        return mapnik_engine.draw(picture)
    size = (picture.width_px, picture.height_px)
    image = Image.new("RGBA", size, picture.background or "#ffffff00")
    for part in _parts(picture):
        image.alpha_composite(part)
    if picture.format is PNG:
        return write_png(*size, image.tobytes())
    return encode(image, picture.format)


def _is_picture(drawn: DrawnLayer) -> bool:
    """Whether its pixels come from elsewhere than Mapnik: a raster, another server's layer."""
    return isinstance(drawn.layer, RasterLayer | CascadedLayer)


def _parts(picture: Picture) -> Iterator[Image.Image]:
    """From the bottom up: each raster, and each run of layers of features between them."""
    for is_picture, run in groupby(picture.layers, _is_picture):
        layers = tuple(run)
        if not is_picture:
            part = replace(picture, layers=layers, background=None, format=PNG)
            yield Image.open(BytesIO(mapnik_engine.draw(part))).convert("RGBA")
            continue
        for drawn in layers:
            if isinstance(drawn.layer, CascadedLayer):
                yield remote_picture(drawn.layer, picture.bbox, picture.width_px, picture.height_px)
                continue
            assert isinstance(drawn.layer, RasterLayer)
            if drawn.filter is None and drawn.layer.active_at(picture.scale_denominator):
                cells = draw_cells(
                    drawn.layer.raster, picture.bbox, picture.width_px, picture.height_px
                )
                yield Image.fromarray(cells, "RGBA")
