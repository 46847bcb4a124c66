"""GetCoverage 1.0.0 (OGC 03-065r6, 9.2): BBOX is always x/y, in CRS."""

from __future__ import annotations

from layers.bbox import Bbox
from layers.errors import InvalidParameter, UnknownCrs
from layers.rasters.clips import Clip, OutsideRaster, moved, own_grid
from layers.rasters.coverage import RasterLayer
from layers.rasters.grids import Grid
from ows.crs import Protocol, parse_bbox, parse_crs
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.wcs.described import offered
from ows.wcs.get_coverage import check_format
from ows.wcs.kvp20 import interpolation, parse_number


def parse(kvp: Kvp, layer: RasterLayer) -> Clip:
    """What to write; raises OwsError."""
    check_format(kvp, is_needed=True)
    srid = _srid(kvp, "crs", layer)
    output = _srid(kvp, "response_crs", layer) if "response_crs" in kvp else srid
    bbox = _bbox(kvp, srid)
    try:
        box = moved(bbox, output)
        # That it touches the raster at all is asked of its own cells.
        own_grid(layer.raster, moved(bbox, layer.raster.srid))
    except OutsideRaster:
        raise InvalidValue("bbox", "El rectángulo queda fuera del ráster.") from None
    return Clip(layer, _grid(kvp, box), _bands(kvp, layer), interpolation(kvp))


def _srid(kvp: Kvp, name: str, layer: RasterLayer) -> int:
    try:
        found = parse_crs(kvp.require(name), Protocol.WMS_1_1_1, offered(layer), parameter=name)
    except UnknownCrs as error:
        raise OwsError(error.message, code="InvalidParameterValue", locator=name) from None
    return found.srid


def _bbox(kvp: Kvp, srid: int) -> Bbox:
    crs = parse_crs(f"EPSG:{srid}", Protocol.WMS_1_1_1, (srid,))
    try:
        box = parse_bbox(kvp.require("bbox"), crs)
    except InvalidParameter as error:
        raise InvalidValue("bbox", error.message) from None
    if not (box.width > 0 and box.height > 0):
        raise InvalidValue("bbox", "El rectángulo no tiene área.")
    return box


def _grid(kvp: Kvp, box: Bbox) -> Grid:
    """By WIDTH and HEIGHT, or by RESX and RESY: one of the pairs is mandatory."""
    if "width" in kvp or "resx" not in kvp:
        return Grid(
            box,
            kvp.integer("width", minimum=1, maximum=10**7),
            kvp.integer("height", minimum=1, maximum=10**7),
        )
    across, down = (parse_number(kvp.require(name), name) for name in ("resx", "resy"))
    if not (across > 0 and down > 0):
        raise InvalidValue("resx", "El tamaño de una celda debe ser mayor que cero.")
    columns, rows = box.width / across, box.height / down
    if max(columns, rows) > 10**7:
        raise InvalidValue("resx", "Las celdas son demasiado pequeñas.")
    return Grid(box, max(1, round(columns)), max(1, round(rows)))


def _bands(kvp: Kvp, layer: RasterLayer) -> tuple[int, ...]:
    """BAND: numbers from 1 on, as DescribeCoverage lists them; all of them without it."""
    known = {str(number): number for number in range(1, len(layer.raster.bands) + 1)}
    names = kvp.names("band")
    for name in names:
        if name not in known:
            raise InvalidValue("band", f"El ráster no tiene la banda «{name[:40]}».")
    return tuple(dict.fromkeys(known[name] for name in names)) or tuple(known.values())
