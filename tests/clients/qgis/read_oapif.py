"""The OGC API Features collections as QGIS reads and filters them."""

from __future__ import annotations

import sys

from qgis.core import QgsVectorLayer
from session import Report, attributes, run


def read(url: str, report: Report) -> None:
    source = f"url='{url}/ogc/' typename='districts' pagingEnabled='true' pageSize='500'"
    layer = QgsVectorLayer(source, "districts", "OAPIF")
    rows = {feature["ubigeo"]: feature for feature in layer.getFeatures()}
    lima = rows["150101"].geometry().centroid().asPoint()
    report["districts"] = {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "ubigeos": sorted(rows),
        "lima": attributes(rows["150101"]),
        "lima_centroid": [lima.x(), lima.y()],
    }
    report["subsets"] = {}
    for subset in sys.argv[2:]:
        layer.setSubsetString(subset)
        found = sorted(feature["ubigeo"] for feature in layer.getFeatures())
        report["subsets"][subset] = found


run(read)
