"""Opening a coverage's file: by rasterio, at the overview that suits what is asked of it.

Rasterio is loaded here when it is first asked for: a second GDAL beside Django's, which a process
that never shows a raster needn't hold. Only this room reads rasters, and only by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from layers.errors import StoredFileMissing
from layers.rasters import storage
from layers.rasters.coverage import Raster

# What GDAL keeps of files in memory, bytes; a process reads with several threads.
_CACHE_BYTES = 64 * 1024 * 1024
_ENVIRONMENT = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_TIFF_INTERNAL_MASK": True,
    "GDAL_CACHEMAX": _CACHE_BYTES,
}


@cache
def library() -> ModuleType:
    """Rasterio, once it is needed."""
    import rasterio  # noqa: PLC0415 - see above
    import rasterio.features  # noqa: PLC0415
    import rasterio.warp  # noqa: PLC0415
    import rasterio.windows  # noqa: PLC0415

    loaded: ModuleType = rasterio
    return loaded


@contextmanager
def environment() -> Iterator[None]:
    """GDAL as this room wants it."""
    with library().Env(**_ENVIRONMENT):
        yield


@contextmanager
def opened(raster: Raster, coarser: float = 1.0) -> Iterator[Any]:
    """The file, or the coarsest overview with cells at most ``coarser`` times as large as its own.

    Raises StoredFileMissing where it is not there.
    """
    path = storage.address(raster.key)
    with environment():
        level = _level(path, coarser) if coarser >= 2 else None
        options = {} if level is None else {"OVERVIEW_LEVEL": level}
        with _opened(path, options) as source:
            yield source


def _level(path: str, coarser: float) -> int | None:
    with _opened(path, {}) as source:
        factors = source.overviews(1)
    fitting = [index for index, factor in enumerate(factors) if factor <= coarser]
    return fitting[-1] if fitting else None


@contextmanager
def _opened(path: str, options: dict[str, Any]) -> Iterator[Any]:
    try:
        source = library().open(path, driver="GTiff", **options)
    except library().errors.RasterioIOError as error:
        raise StoredFileMissing("El archivo del ráster no se puede leer.") from error
    with source:
        yield source
