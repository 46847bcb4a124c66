"""What a reading process knows of the world: where its libraries are, and how GDAL is to behave."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
# What a stranger's file may be, in GDAL's names. Left out is whatever follows a reference to other
# files or addresses (VRT, the web services), runs SQL that the file brings (SQLite without a
# GeoPackage's contents), or is nobody's format here.
DRIVERS = frozenset(
    {
        "ESRI Shapefile",
        "FlatGeobuf",
        "GeoJSON",
        "GeoJSONSeq",
        "GPKG",
        "GPX",
        "KML",
        "LIBKML",
        "DXF",
        "GML",
        "ESRIJSON",
    }
)


@cache
def _skipped() -> str:
    # Loaded when it is asked: a process that reads has to leave the network before any thread is.
    return ",".join(sorted(set(import_module("pyogrio").list_drivers()) - DRIVERS))


def folder_variables(folder: Path) -> dict[str, str]:
    """What says that a process's own files lie in ``folder``."""
    return dict.fromkeys(("HOME", "TMPDIR", "CPL_TMPDIR"), str(folder))


def shared_variables() -> dict[str, str]:
    """The whole environment of a reading process but for its folder.

    Nothing of this process's own is handed on: neither the database's address nor a proxy's.
    """
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(_CHECKOUT),
        "DJANGO_SETTINGS_MODULE": "layers.sandbox.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "ignore",
        "LANG": "C.UTF-8",
        "TZ": "America/Lima",
        # Each thread reserves address space of its own: buffers, and 64 MB for what it allocates.
        "OPENBLAS_NUM_THREADS": "1",
        # Arrow's own allocator sets a gigabyte of addresses aside before it holds anything.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        # So does that of the validator of feeds (mimalloc).
        "MIMALLOC_ARENA_RESERVE": "0",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "GDAL_NUM_THREADS": "1",
        "GDAL_SKIP": _skipped(),
        "OGR_SKIP": _skipped(),
        "GDAL_DRIVER_PATH": "disable",
        "PROJ_NETWORK": "OFF",
        # What GDAL keeps in memory, MB; a file beside the file is none of its own.
        "GDAL_CACHEMAX": "32",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF,cell_size_check=ON",
    }
