"""GetCoverage 2.0.1: OGC 09-147r3 and its extensions 11-053r1, 12-039, 12-040, 12-049."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from layers.bbox import Bbox
from layers.errors import UnknownCrs
from layers.rasters.clips import Clip, OutsideRaster, moved, natural_grid
from layers.rasters.coverage import RasterLayer
from layers.rasters.grids import Grid
from ows.crs import Protocol, WireCrs, parse_crs, uri
from ows.errors import InvalidValue, OwsError
from ows.kvp import Kvp
from ows.wcs.described import axes_of, extent_bbox, offered
from ows.wcs.get_coverage import check_format

INTERPOLATIONS = {
    "http://www.opengis.net/def/interpolation/OGC/1/nearest-neighbor": "nearest",
    "http://www.opengis.net/def/interpolation/OGC/1/linear": "bilinear",
    "http://www.opengis.net/def/interpolation/OGC/1/cubic": "cubic",
}
_SHORT = {
    "nearest": "nearest",
    "nearest-neighbor": "nearest",
    "nearest neighbor": "nearest",
    "nearest-neighbour": "nearest",
    "bilinear": "bilinear",
    "linear": "bilinear",
    "cubic": "cubic",
    "bicubic": "cubic",
    "average": "average",
}
# SUBSET comes once for each axis; it is kept under a name for each of them.
_SUBSET = re.compile(r"([^(),]{1,60})(?:,([^(),]{1,200}))?\(([^(),]{1,40})(?:,([^(),]{1,40}))?\)")
_SIZE = re.compile(r"([^(),]{1,60})\(([^(),]{1,40})\)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SEVERAL = "subset"
_MAX_SUBSETS = 4
_X_LABELS = {"long", "lon", "longitude", "e", "x", "easting", "i"}
_Y_LABELS = {"lat", "latitude", "n", "y", "northing", "j"}


@dataclass(frozen=True)
class _Range:
    """What SUBSET leaves of an axis; None where it is open to that side."""

    low: float | None
    high: float | None


def merged(query: QueryDict) -> Kvp:
    """The parameters; those that come several times are joined by blanks first."""
    once = query.copy()
    given: list[str] = []
    for name in query:
        if name.lower() == _SEVERAL:
            given += map(str, query.getlist(name))
            del once[name]
    if len(given) > _MAX_SUBSETS:
        raise _no_subset("Hay más recortes que ejes.")
    if given:
        once[_SEVERAL] = " ".join("".join(text.split()) for text in given)
    return Kvp.from_query(once)


def parse(kvp: Kvp, layer: RasterLayer) -> Clip:
    """What to write; raises OwsError."""
    check_format(kvp, is_needed=False)
    own = uri(layer.raster.srid)
    subsetting = _crs(kvp, "subsettingcrs", own, "SubsettingCrs-NotSupported", layer)
    output = _crs(kvp, "outputcrs", own, "OutputCrs-NotSupported", layer)
    ranges = _subsets(kvp, subsetting.srid)
    bbox = _bbox(ranges, layer, subsetting.srid) if ranges else None
    try:
        grid = natural_grid(layer.raster, bbox, output.srid)
    except OutsideRaster:
        raise _no_subset("Lo pedido queda fuera del ráster.") from None
    return Clip(layer, _scaled(kvp, grid), _bands(kvp, layer), interpolation(kvp))


def interpolation(kvp: Kvp) -> str:
    """How cells are mixed: not at all, unless it is asked for."""
    text = kvp.get("interpolation")
    if text is None:
        return "nearest"
    found = INTERPOLATIONS.get(text) or _SHORT.get(text.lower())
    if found is None:
        raise OwsError(
            f"La interpolación «{text[:80]}» no se ofrece.",
            code="InterpolationMethodNotSupported",
            locator=text[:80],
            status=404,
        )
    return found


def parse_number(text: str, parameter: str) -> float:
    """A finite number; raises InvalidValue."""
    written = text.strip().strip('"')
    value = float(written) if _NUMBER.fullmatch(written) else math.inf
    if not math.isfinite(value):
        raise InvalidValue(parameter, f"«{text[:40]}» no es un número.")
    return value


def _crs(kvp: Kvp, name: str, default: str, code: str, layer: RasterLayer) -> WireCrs:
    try:
        return parse_crs(kvp.get(name) or default, Protocol.WFS, offered(layer), parameter=name)
    except UnknownCrs as error:
        raise OwsError(error.message, code=code, locator=name, status=404) from None


def _subsets(kvp: Kvp, srid: int) -> Mapping[str, _Range]:
    """By ``x`` or ``y``, what SUBSET leaves of either."""
    found: dict[str, _Range] = {}
    for text in (kvp.get("subset") or "").split(" "):
        if not text:
            continue
        match = _SUBSET.fullmatch(text)
        if match is None:
            raise _no_subset(f"«{text[:80]}» no es un recorte: eje(desde,hasta).")
        axis = _axis(match[1], srid)
        if match[4] is None:
            raise _no_subset("Un ráster de dos ejes no se corta por un solo valor.")
        if axis in found:
            raise _no_subset(f"El eje «{match[1]}» se recorta más de una vez.")
        low, high = (
            None if end.strip() == "*" else parse_number(end, "subset")
            for end in (match[3], match[4])
        )
        if low is not None and high is not None and low > high:
            raise _no_subset("El mínimo de un recorte excede a su máximo.")
        found[axis] = _Range(low, high)
    return found


def _axis(label: str, srid: int) -> str:
    """``x`` or ``y``: the CRS's own name of the axis, or one of the usual ones."""
    axes = axes_of(srid)
    names = tuple(name.lower() for name in axes.labels)
    wanted = label.strip().lower()
    if wanted in names:
        return ("y", "x")[names.index(wanted)] if axes.swap else ("x", "y")[names.index(wanted)]
    if wanted in _X_LABELS:
        return "x"
    if wanted in _Y_LABELS:
        return "y"
    raise OwsError(
        f"El ráster no tiene el eje «{label[:40]}»: {', '.join(axes.labels)}.",
        code="InvalidAxisLabel",
        locator=label[:40],
        status=404,
    )


def _bbox(ranges: Mapping[str, _Range], layer: RasterLayer, srid: int) -> Bbox:
    """The rectangle that is left; an open side is the raster's own."""
    try:
        whole = moved(extent_bbox(layer), srid)
    except OutsideRaster:
        raise _no_subset("Ese sistema de coordenadas no alcanza al ráster.") from None
    x, y = ranges.get("x", _Range(None, None)), ranges.get("y", _Range(None, None))
    return Bbox(
        whole.minx if x.low is None else x.low,
        whole.miny if y.low is None else y.low,
        whole.maxx if x.high is None else x.high,
        whole.maxy if y.high is None else y.high,
        srid,
    )


def _scaled(kvp: Kvp, grid: Grid) -> Grid:
    """The same rectangle with as many cells as SCALEFACTOR, SCALEAXES or SCALESIZE say."""
    given = [name for name in ("scalefactor", "scaleaxes", "scalesize") if name in kvp]
    if not given:
        return grid
    if len(given) > 1:
        raise InvalidValue(given[1], f"«{given[0]}» y «{given[1]}» no van juntos.")
    (name,) = given
    width, height = grid.width, grid.height
    if name == "scalefactor":
        factor = _factor(kvp.require(name), name)
        return _resized(grid, width * factor, height * factor, name)
    for axis, text in _sizes(kvp.require(name), grid.bbox.srid, name):
        value = parse_number(text, name) if name == "scalesize" else _factor(text, name)
        if axis == "x":
            width = value if name == "scalesize" else width * value  # type: ignore[assignment]
        else:
            height = value if name == "scalesize" else height * value  # type: ignore[assignment]
    return _resized(grid, width, height, name)


def _sizes(text: str, srid: int, name: str) -> list[tuple[str, str]]:
    found = _SIZE.findall(text)
    if not found or ",".join(f"{axis}({size})" for axis, size in found) != text:
        raise InvalidValue(name, f"«{text[:80]}» no es una lista de eje(número).")
    return [(_axis(axis, srid), size) for axis, size in found]


def _factor(text: str, name: str) -> float:
    value = parse_number(text, name)
    if not 0 < value <= 1_000:
        raise OwsError(
            f"«{text[:40]}» no es un factor de escala.", code="InvalidScaleFactor", locator=name
        )
    return value


def _resized(grid: Grid, width: float, height: float, name: str) -> Grid:
    columns, rows = round(width), round(height)
    if not (0 < columns < 10**7 and 0 < rows < 10**7):
        raise OwsError("El tamaño no es válido.", code="InvalidExtent", locator=name)
    return Grid(grid.bbox, columns, rows)


def _bands(kvp: Kvp, layer: RasterLayer) -> tuple[int, ...]:
    """RANGESUBSET (OGC 12-040): names, or a first and a last one with a colon between."""
    names = [band.name for band in layer.raster.bands]
    numbers: list[int] = []
    for part in kvp.names("rangesubset"):
        first, _, last = part.partition(":")
        for name in (first, last or first):
            if name not in names:
                raise OwsError(
                    f"El ráster no tiene la banda «{name[:40]}».",
                    code="NoSuchField",
                    locator=name[:40],
                    status=404,
                )
        numbers += range(names.index(first) + 1, names.index(last or first) + 2)
    if len(numbers) > len(names):
        raise InvalidValue("rangesubset", "Se pide una banda más de una vez.")
    return tuple(numbers) or tuple(range(1, len(names) + 1))


def _no_subset(message: str) -> OwsError:
    return OwsError(message, code="InvalidSubsetting", locator="subset", status=404)
