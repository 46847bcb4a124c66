"""GetCoverage 1.1.1 (OGC 07-067r5, 10.3): the CRS's axis order, cells by their middles."""

from __future__ import annotations

from layers.bbox import Bbox
from layers.errors import InvalidParameter, UnknownCrs
from layers.rasters.clips import Clip, OutsideRaster, moved, natural_grid, own_grid
from layers.rasters.coverage import RasterLayer
from layers.rasters.grids import Grid
from ows.crs import Protocol, WireCrs, bbox_of, parse_crs
from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.wcs.described import offered
from ows.wcs.get_coverage import check_format
from ows.wcs.kvp20 import interpolation, parse_number

_MAX_SIDE = 10**7


def parse(kvp: Kvp, layer: RasterLayer) -> Clip:
    """What to write; raises OwsError."""
    check_format(kvp, is_needed=True)
    bbox = _bbox(kvp, layer)
    base = _crs(kvp.get("gridbasecrs") or _last(kvp) or f"EPSG:{bbox.srid}", "gridbasecrs", layer)
    try:
        own_grid(layer.raster, moved(bbox, layer.raster.srid))
        grid = _grid(kvp, layer, bbox, base)
    except OutsideRaster:
        raise InvalidValue("boundingbox", "El rectángulo queda fuera del ráster.") from None
    bands = tuple(range(1, len(layer.raster.bands) + 1))
    return Clip(layer, grid, bands, _interpolation(kvp, layer))


def _last(kvp: Kvp) -> str:
    parts = (kvp.get("boundingbox") or "").split(",")
    return parts[-1] if len(parts) == 5 else ""


def _crs(text: str, parameter: str, layer: RasterLayer) -> WireCrs:
    try:
        return parse_crs(text, Protocol.WFS, offered(layer), parameter=parameter)
    except UnknownCrs as error:
        raise InvalidValue(parameter, error.message) from None


def _bbox(kvp: Kvp, layer: RasterLayer) -> Bbox:
    """BOUNDINGBOX: four numbers, then the CRS that they are in; WGS 84 (x/y) without one."""
    parts = kvp.require("boundingbox").split(",")
    crs = _crs("CRS:84", "boundingbox", layer)
    if len(parts) == 5:
        crs = _crs(parts.pop(), "boundingbox", layer)
    if len(parts) != 4:
        raise InvalidValue("boundingbox", "Se esperan cuatro números y un sistema de coordenadas.")
    try:
        return bbox_of([parse_number(part, "boundingbox") for part in parts], crs)
    except InvalidParameter as error:
        raise InvalidValue("boundingbox", error.message) from None


def _grid(kvp: Kvp, layer: RasterLayer, bbox: Bbox, base: WireCrs) -> Grid:
    """With GRIDOFFSETS the rectangle is that of the outermost cells' middles."""
    box = moved(bbox, base.srid)
    if "gridoffsets" not in kvp:
        return natural_grid(layer.raster, bbox, base.srid)
    numbers = [parse_number(part, "gridoffsets") for part in kvp.names("gridoffsets")]
    match numbers:
        case [first, second]:
            across, down = base.xy(first, second)
        case [first, second, third, fourth]:
            across, down = (second, third) if base.swap else (first, fourth)
        case _:
            raise InvalidValue("gridoffsets", "Se esperan dos o cuatro números.")
    across, down = abs(across), abs(down)
    if not (across and down):
        raise InvalidValue("gridoffsets", "El tamaño de una celda debe ser mayor que cero.")
    columns, rows = box.width / across + 1, box.height / down + 1
    if max(columns, rows) > _MAX_SIDE:
        raise InvalidValue("gridoffsets", "Las celdas son demasiado pequeñas.")
    cells = Bbox(
        box.minx - across / 2,
        box.miny - down / 2,
        box.maxx + across / 2,
        box.maxy + down / 2,
        base.srid,
    )
    return Grid(cells, max(1, round(columns)), max(1, round(rows)))


def _interpolation(kvp: Kvp, layer: RasterLayer) -> str:
    """RANGESUBSET: ``values:linear``; a raster has one field, with all of its bands."""
    text = kvp.get("rangesubset")
    if text is None:
        return "nearest"
    name, _, method = text.partition(":")
    if name.partition("[")[0] != "values":
        raise InvalidValue("rangesubset", f"«{name[:40]}» no es un campo: use «values».")
    return interpolation(Kvp({"interpolation": method.partition("[")[0] or "nearest"}))
