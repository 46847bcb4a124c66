"""Sums and cuts a raster in a process of its own: ``sum_and_cut.py FILE FOLDER FACTS``.

Prints the peaks of its memory after each, bytes, and the sum of all but the first tile's rows and
columns.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import django


def main(path: Path, folder: Path, found: dict[str, Any]) -> dict[str, float]:
    django.setup()
    # Once there are settings.
    import shapely  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    from layers.models import Coverage  # noqa: PLC0415
    from layers.rasters import storage  # noqa: PLC0415
    from layers.rasters.clips import of_shape, write  # noqa: PLC0415
    from layers.rasters.coverage import layer_of  # noqa: PLC0415
    from layers.rasters.zones import statistics  # noqa: PLC0415

    settings.RASTER_STORAGE = str(folder / "kept")
    said = {"name": "value", "title": "Personas", "unit": "personas"}
    described = {
        "bands": [band | said for band in found["bands"]],
        "kind": "population",
        "ramp": "warm",
        "file_key": storage.keep(path),
        **{name: found[name] for name in ("crs", "srid", "width", "height", "transform", "extent")},
    }
    layer = layer_of(Coverage(name="large", title="Grande", source="Prueba", **described))
    a, _b, c, _d, e, f = found["transform"]
    width, height = found["width"], found["height"]
    inside = shapely.box(c + 512 * a, f + height * e, c + width * a, f + 512 * e)
    total = statistics(layer.raster, inside).total
    after_sum = peak()
    corner = shapely.box(c, f + min(height, 4_000) * e, c + min(width, 4_000) * a, f)
    write(of_shape(layer, corner), folder / "cut.tif")
    return {"total": total or 0.0, "sum": after_sum, "cut": peak()}


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])), sys.stdout)
