"""Files as QGIS opens them, by their paths."""

from __future__ import annotations

import sys

from qgis.core import QgsVectorLayer
from session import Report, run

# What names a feature: KML's own, a unit's, a zone's.
NAMES = ("Name", "name", "title")


def read(_url: str, report: Report) -> None:
    for path in sys.argv[2:]:
        layer = QgsVectorLayer(path, "archivo", "ogr")
        names = [field.name() for field in layer.fields()]
        name = next(name for name in NAMES if name in names)
        report[path] = {
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "abstract": layer.metadata().abstract(),
            "shapes": sum(f.hasGeometry() for f in layer.getFeatures()),
            "names": sorted(str(f[name]) for f in layer.getFeatures()),
        }


run(read)
