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
    with library().Env(**_ENVIRONMENT, **storage.environment()):
        yield


@contextmanager
def opened(raster: Raster, coarser: float = 1.0) -> Iterator[Any]:
    """The file, or the coarsest overview with cells at most ``coarser`` times as large as its own.

    Raises StoredFileMissing where it is not there, StorageAway where its bucket doesn't answer:
    at once or while it is read, of which GDAL may have known the beginning.
    """
    path = storage.address(raster.key)
    with environment(), _telling():
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
    with _source(path, options) as source:
        yield source


def _source(path: str, options: dict[str, Any]) -> Any:
    failure = library().errors.RasterioIOError
    try:
        return library().open(path, driver="GTiff", **options)
    except failure as error:
        if not storage.is_away():
            raise storage.fault(error) from error
        first = error
    # What of a bucket couldn't be had once GDAL remembers so, and asks anew the time after.
    try:
        return library().open(path, driver="GTiff", **options)
    except failure:
        raise storage.fault(first) from first


@contextmanager
def _telling() -> Iterator[None]:
    """What breaks off while it is read; a clip that can't be written is another matter."""
    try:
        yield
    except library().errors.RasterioIOError as error:
        if not str(error).startswith("Read failed"):
            raise
        raise storage.fault(error) from error
