"""Where rasters' files are: a folder of this machine, or a bucket (``RASTER_STORAGE``).

A file is named by its content, so that it is never written over while somebody reads it, and two
coverages may share one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from layers.errors import StoredFileMissing, TerritorioError
from layers.rasters import bucket
from layers.temporary import temporary_folder

_BLOCK = 1 << 20


def keep(path: Path) -> str:
    """Keep the file; gives its key. One that is kept already stays as it is.

    Raises StorageAway where the bucket doesn't take it.
    """
    key = f"{_digest(path)}.tif"
    if place := bucket.bucket():
        # Without asking whether it is there: keys that may only read and write are not told.
        bucket.put(place, path, key)
        return key
    target = _folder() / key
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # In one step under its own name, so that no reader finds half of it.
        partial = target.with_name(f".{key}.{os.getpid()}")
        shutil.copyfile(path, partial)
        partial.replace(target)
    return key


def address(key: str) -> str:
    """What GDAL opens, with ``environment``.

    Raises StoredFileMissing where the folder doesn't have it; of a bucket that is found out by
    opening it.
    """
    if place := bucket.bucket():
        return bucket.address(place, key)
    path = _folder() / key
    if not path.is_file():
        raise StoredFileMissing("El archivo del ráster no está en este servidor.")
    return str(path)


@contextmanager
def local(key: str) -> Iterator[Path]:
    """The file on this machine, for who reads all of it; of a bucket a copy until the block ends.

    Raises StoredFileMissing, StorageAway.
    """
    place = bucket.bucket()
    if place is None:
        yield Path(address(key))
        return
    with temporary_folder("raster") as folder:
        bucket.fetch(place, key, folder / key)
        yield folder / key


def is_away() -> bool:
    """Whether files are on another machine than this."""
    return bucket.bucket() is not None


def environment() -> dict[str, Any]:
    """What rasterio's Env is given to read from there."""
    place = bucket.bucket()
    return {} if place is None else {"session": bucket.session(place), **bucket.options()}


def fault(error: BaseException) -> TerritorioError:
    """What it means that rasterio can't read a file."""
    if bucket.bucket():
        return bucket.fault(error)
    return StoredFileMissing("El archivo del ráster no se puede leer.")


def remove(key: str) -> None:
    """Remove the file; one that isn't there is none the worse. Raises StorageAway."""
    if place := bucket.bucket():
        bucket.remove(place, key)
    else:
        (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.RASTER_STORAGE)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
