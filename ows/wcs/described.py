"""What the documents of every version say of a coverage, as their templates write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import CRS

from layers import registry
from layers.bbox import Bbox
from layers.layer import AnyUser
from layers.layer_info import LayerInfo
from layers.rasters.coverage import RasterLayer
from ows.crs import code, north_first, uri, urn
from ows.formats.exceptions import clean


@dataclass(frozen=True)
class Namespaces:
    """Those of a document of WCS 1.1, and where its schemas are."""

    wcs: str
    ows: str
    schemas: str


_OGC = "http://www.opengis.net"
# Each edition of 1.1 has its own: a client that asked for one reads no other's.
NAMESPACES_OF = {
    "1.1.0": Namespaces(f"{_OGC}/wcs/1.1", f"{_OGC}/ows", "http://schemas.opengis.net/wcs/1.1.0"),
    "1.1.1": Namespaces(
        f"{_OGC}/wcs/1.1.1", f"{_OGC}/ows/1.1", "http://schemas.opengis.net/wcs/1.1.1"
    ),
    "1.1.2": Namespaces(f"{_OGC}/wcs/1.1", f"{_OGC}/ows/1.1", "http://schemas.opengis.net/wcs/1.1"),
}


@dataclass(frozen=True)
class Axes:
    """The axes of a CRS on the wire, in the authority's order; ``swap``: the northing is first."""

    labels: tuple[str, str]
    units: tuple[str, str]
    swap: bool

    def ordered(self, x: float, y: float) -> str:
        """A position as the wire writes it."""
        first, second = (y, x) if self.swap else (x, y)
        return f"{number(first)} {number(second)}"


def axes_of(srid: int) -> Axes:
    """The names that SUBSET knows of the CRS."""
    crs = CRS.from_epsg(srid)
    labels = tuple(axis.abbrev or axis.name for axis in crs.axis_info[:2])
    if crs.is_geographic:
        return Axes(("Lat", "Long"), ("deg", "deg"), swap=north_first(srid))
    return Axes((labels[0], labels[1]), ("m", "m"), swap=north_first(srid))


def number(value: float) -> str:
    """The fewest digits that give the number again, without an exponent."""
    return np.format_float_positional(value, trim="-")


def coverage_of(layer: RasterLayer, user: AnyUser) -> dict[str, Any]:
    """A coverage's part of the documents; texts are such as XML can hold."""
    info = registry.describe(layer, user)
    raster = layer.raster
    axes = axes_of(raster.srid)
    a, _b, c, _d, e, f = raster.transform
    minx, miny, maxx, maxy = raster.bounds
    west, south, east, north = info.stated_extent
    return {
        "name": layer.name,
        "title": clean(info.title),
        "abstract": clean(_abstract(info)),
        "keywords": [clean(word) for word in layer.keywords],
        "west": number(west),
        "south": number(south),
        "east": number(east),
        "north": number(north),
        "axes": " ".join(axes.labels),
        "units": " ".join(axes.units),
        "uri": uri(raster.srid),
        "urn": urn(raster.srid),
        "code": code(raster.srid),
        "lower": axes.ordered(minx, miny),
        "upper": axes.ordered(maxx, maxy),
        "lower_xy": f"{number(minx)} {number(miny)}",
        "upper_xy": f"{number(maxx)} {number(maxy)}",
        "columns": raster.width,
        "rows": raster.height,
        "last_column": raster.width - 1,
        "last_row": raster.height - 1,
        "origin": axes.ordered(c + a / 2, f + e / 2),
        "origin_xy": f"{number(c + a / 2)} {number(f + e / 2)}",
        "across": axes.ordered(a, 0),
        "down": axes.ordered(0, e),
        "across_xy": f"{number(a)} 0",
        "down_xy": f"0 {number(e)}",
        "offsets": _offsets(axes, a, e),
        "srids": offered(layer),
        "codes": [code(srid) for srid in offered(layer)],
        "urns": [urn(srid) for srid in offered(layer)],
        "bands": [
            {
                "name": band.name,
                "title": clean(band.title),
                "unit": clean(band.unit) or "1",
                "nodata": "" if band.nodata is None else number(band.nodata),
                "minimum": "" if band.minimum is None else number(band.minimum),
                "maximum": "" if band.maximum is None else number(band.maximum),
                "number": at,
            }
            for at, band in enumerate(raster.bands, start=1)
        ],
    }


def offered(layer: RasterLayer) -> tuple[int, ...]:
    """The CRSs that it is given in, its own first."""
    own = layer.raster.srid
    return (own, *(srid for srid in layer.srids if srid != own))


def _offsets(axes: Axes, across: float, down: float) -> str:
    """A 2D grid's offset vectors in the CRS's axis order (OGC 07-067r5, 9.3.2.2)."""
    if axes.swap:
        return f"0 {number(down)} {number(across)} 0"
    return f"{number(across)} 0 0 {number(down)}"


def _abstract(info: LayerInfo) -> str:
    parts = [info.abstract, f"Fuente: {info.source}."]
    if info.cutoff_date:
        parts.append(f"Fecha de corte: {info.cutoff_date:%d/%m/%Y}.")
    parts.append(f"Licencia: {info.licence_in_words}.")
    return " ".join(parts)


def extent_bbox(layer: RasterLayer) -> Bbox:
    """Its own rectangle, in its own CRS."""
    return Bbox(*layer.raster.bounds, layer.raster.srid)
