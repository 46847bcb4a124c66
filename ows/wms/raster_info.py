"""What GetFeatureInfo tells of a raster: the numbers of the cell, whose they are, of which date."""

from __future__ import annotations

from typing import Any

from layers.bbox import Bbox, transformer
from layers.rasters.coverage import RasterLayer
from layers.rasters.points import values_at

_DIGITS = 6


def cell_feature(layer: RasterLayer, pixel: Bbox) -> list[dict[str, Any]]:
    """The cell under the middle of the pixel as a GeoJSON feature; none where it has no value."""
    x, y = (pixel.minx + pixel.maxx) / 2, (pixel.miny + pixel.maxy) / 2
    values = values_at(layer.raster, x, y, pixel.srid)
    if all(value is None for value in values):
        return []
    longitude, latitude = transformer(pixel.srid, 4326).transform(x, y)
    place = [round(longitude, _DIGITS), round(latitude, _DIGITS)]
    summary = layer.summary
    cutoff = summary.cutoff_date if summary else None
    return [
        {
            "type": "Feature",
            "id": f"{place[0]},{place[1]}",
            "geometry": {"type": "Point", "coordinates": place},
            "properties": {
                "coverage": layer.title,
                **{
                    band.name: _plain(value)
                    for band, value in zip(layer.raster.bands, values, strict=True)
                },
                "source": layer.source,
                "cutoff_date": cutoff.isoformat() if cutoff else None,
                "accuracy": layer.raster.accuracy or None,
            },
        }
    ]


def _plain(value: float | None) -> float | int | None:
    """A whole number without a decimal point, as the file has it."""
    return int(value) if value is not None and value == int(value) else value
