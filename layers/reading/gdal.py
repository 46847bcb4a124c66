"""GDAL, for whoever reads or writes a file of features: others needn't hold its 45 MB."""

from __future__ import annotations

from functools import cache
from typing import Any

# GDAL holds one object of a GeoJSON in memory, MB; a district at full detail has some ten.
_LARGEST_OBJECT_MB = 60


@cache
def pyogrio() -> Any:
    """The library, loaded when it is first asked for."""
    import pyogrio as library  # noqa: PLC0415 - see above

    library.set_gdal_config_options({"OGR_GEOJSON_MAX_OBJ_SIZE": _LARGEST_OBJECT_MB})
    return library
