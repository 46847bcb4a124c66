"""What a GeoTIFF has to be to become a coverage, asked before and after GDAL opens it."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pyproj

from layers.reading.numbers import grouped
from layers.reading.rasters.tags import Directory, read_directories
from layers.reading.results import ChoiceMissing, SourceError
from layers.reading.spatial.geometry import PERU_AND_ITS_SEA
from layers.reading.vector import parse_crs

# The country on cells of 30 m has 1,500 million; what it unpacks to is bounded as well.
MAX_CELLS = 2_000_000_000
MAX_SIDE = 200_000
MAX_BANDS = 16
MAX_BYTES = 8_000_000_000
# A block is unpacked whole.
MAX_BLOCK_CELLS = 16_000_000
# What makes GDAL look elsewhere: its virtual file systems, an overview in another file, a VRT.
_REFERENCE = re.compile(
    r"/vsi|OVERVIEW_FILE|<\s*VRT|SourceFilename|https?:|s3:|file:|\.\./", re.IGNORECASE
)
_TYPES = {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"}
# Nothing beside the file is looked at, and nothing is written beside it.
ENVIRONMENT = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_TIFF_INTERNAL_MASK": True,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
}
_DAMAGED = (
    "El archivo está dañado o incompleto: no se puede leer como GeoTIFF. Descárguelo o expórtelo "
    "de nuevo."
)


def check_tags(path: Path) -> None:
    """Refuse what is no TIFF, is too large or refers to anything outside; raises SourceError."""
    directories = read_directories(path)
    pictures = [each for each in directories if not each.is_reduced]
    if not pictures:
        raise SourceError("El archivo no tiene ninguna imagen.")
    if len(pictures) > 1:
        raise SourceError(
            f"El archivo tiene {len(pictures)} imágenes: guarde la que se va a publicar en un "
            "archivo propio."
        )
    _check_size(pictures[0])
    for each in directories:
        # It is XML with XML in it: a sign is an entity, and the entity's own sign may be one.
        if _REFERENCE.search(unescape(unescape(each.metadata))):
            raise SourceError(
                "Los metadatos del archivo se refieren a otros archivos o direcciones: guárdelo "
                "de nuevo sin ellos (gdal_translate -co COPY_SRC_MDD=NO)."
            )


def _check_size(picture: Directory) -> None:
    width, height = picture.width, picture.height
    if not (width and height):
        raise SourceError("El ráster no tiene celdas.")
    if max(width, height) > MAX_SIDE or width * height > MAX_CELLS:
        raise SourceError(
            f"El ráster tiene {grouped(width)} por {grouped(height)} celdas; se admiten "
            f"{grouped(MAX_CELLS)} en total y {grouped(MAX_SIDE)} por lado: recórtelo o use celdas "
            "mayores."
        )
    if not 0 < picture.bands <= MAX_BANDS:
        raise SourceError(
            f"El ráster tiene {grouped(picture.bands)} bandas; se admiten {MAX_BANDS}: guarde las "
            "que se van a publicar."
        )
    if width * height * picture.bands * max(1, picture.bits // 8) > MAX_BYTES:
        raise SourceError(
            f"El ráster ocupa más de {MAX_BYTES // 10**9} GB sin comprimir: recórtelo."
        )


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The file by rasterio, as a GeoTIFF and nothing else; its errors as SourceError."""
    # Loaded here alone: a second GDAL, which other readers needn't hold.
    import rasterio  # noqa: PLC0415
    from rasterio.errors import RasterioError  # noqa: PLC0415

    try:
        with rasterio.Env(**ENVIRONMENT), _quietly(rasterio, path) as source:
            yield source
    except (RasterioError, OSError, ValueError, OverflowError) as error:
        raise SourceError(_DAMAGED) from error


def _quietly(rasterio: Any, path: Path) -> Any:
    """The open file; that it says no place is found out by ``check_source``, in its own words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        return rasterio.open(path, driver="GTiff")


def check_source(source: Any) -> None:
    """Refuse what can't be read by parts, has no place, or no numbers; raises SourceError."""
    strange = sorted(set(source.dtypes) - _TYPES)
    if strange:
        raise SourceError(
            f"Las celdas son de un tipo que no se publica ({', '.join(strange)[:60]}): use enteros "
            "o decimales."
        )
    if len(set(source.dtypes)) > 1:
        raise SourceError("Las bandas son de tipos distintos: guárdelas en archivos aparte.")
    height, width = max(source.block_shapes, key=math.prod)
    if height * width > MAX_BLOCK_CELLS:
        raise SourceError(
            f"El ráster está guardado en bloques de {grouped(height * width)} celdas, que no se "
            "leen por partes: guárdelo de nuevo en teselas (gdal_translate -co TILED=YES)."
        )
    place = source.transform
    if place.is_identity or not np.isfinite(list(place)).all() or place.is_degenerate:
        raise SourceError("El ráster no dice dónde está (no tiene georreferencia).")
    if place.b or place.d or place.a <= 0 or place.e >= 0:
        raise SourceError(
            "El ráster está girado o invertido: enderécelo con gdalwarp antes de subirlo."
        )
    if any(scale != 1 for scale in source.scales) or any(source.offsets):
        raise SourceError(
            "Los valores están guardados con escala y desplazamiento: conviértalos a su medida "
            "(gdal_translate -unscale)."
        )


def crs_of(source: Any, given: str) -> pyproj.CRS:
    """The CRS, as the file or the operator says; raises ChoiceMissing where neither does."""
    known: pyproj.CRS | None
    if given:
        known = parse_crs(given)
        if not (known.is_geographic or known.is_projected):
            raise SourceError(f"«{given[:80]}» no es un sistema de coordenadas del plano.")
    else:
        own = parse_crs(source.crs.to_wkt()) if source.crs else None
        known = own if own and (own.is_geographic or own.is_projected) else None
    if known is None:
        raise ChoiceMissing(
            "El ráster no dice su sistema de coordenadas: indíquelo, por ejemplo EPSG:32718.",
            "crs",
        )
    if known.to_epsg(min_confidence=70) is None:
        raise ChoiceMissing(
            f"El sistema de coordenadas del ráster ({known.name[:80]}) no tiene código EPSG: "
            "indíquelo, o transfórmelo con gdalwarp -t_srs.",
            "crs",
        )
    return known


def extent_of(source: Any, crs: pyproj.CRS) -> tuple[float, float, float, float]:
    """West, south, east, north; raises SourceError where that isn't about Peru."""
    move = pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    try:
        left, bottom, right, top = source.bounds
        found = move.transform_bounds(left, bottom, right, top, densify_pts=21)
    except pyproj.exceptions.ProjError:
        found = (math.inf, math.inf, math.inf, math.inf)
    west, south, east, north = found
    if not all(map(math.isfinite, found)):
        raise SourceError("El sistema de coordenadas no puede situar el ráster en la Tierra.")
    least_x, least_y, most_x, most_y = PERU_AND_ITS_SEA
    if west > most_x or east < least_x or south > most_y or north < least_y:
        raise SourceError(
            f"El ráster queda fuera del Perú: longitudes de {west:.3f} a {east:.3f}, latitudes de "
            f"{south:.3f} a {north:.3f}. Revise su sistema de coordenadas."
        )
    return west, south, east, north
