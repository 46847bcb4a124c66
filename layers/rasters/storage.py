"""Where rasters' files are: a folder of this machine (``RASTER_STORAGE``).

A file is named by its content, so that it is never written over while somebody reads it, and two
coverages may share one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings

from layers.errors import StoredFileMissing

_BLOCK = 1 << 20


def keep(path: Path) -> str:
    """Keep the file; gives its key. One that is kept already is left as it is."""
    key = f"{_digest(path)}.tif"
    target = _folder() / key
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # In one step under its own name, so that no reader finds half of it.
        partial = target.with_name(f".{key}.{os.getpid()}")
        shutil.copyfile(path, partial)
        partial.replace(target)
    return key


def address(key: str) -> str:
    """What GDAL opens; raises StoredFileMissing where the folder doesn't have it."""
    path = _folder() / key
    if not path.is_file():
        raise StoredFileMissing("El archivo del ráster no está en este servidor.")
    return str(path)


def remove(key: str) -> None:
    """Remove the file; one that isn't there is none the worse."""
    (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.RASTER_STORAGE)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
