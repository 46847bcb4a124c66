"""One layer as QGIS opens it by WFS and by OGC API Features: its rows, types and shapes."""

from __future__ import annotations

import sys

from qgis.core import QgsVectorLayer, QgsWkbTypes
from session import Report, attributes, run


def read(url: str, report: Report) -> None:
    name = sys.argv[2]
    sources = {
        "WFS": f"url='{url}/ows/wfs' typename='ta:{name}' srsname='EPSG:4326' version='2.0.0'",
        "OAPIF": f"url='{url}/ogc/' typename='{name}' pagingEnabled='true'",
    }
    for provider, source in sources.items():
        layer = QgsVectorLayer(source, name, provider)
        rows = list(layer.getFeatures())
        report[provider] = {
            "valid": layer.isValid(),
            "type": QgsWkbTypes.displayString(layer.wkbType()),
            "fields": {field.name(): field.typeName() for field in layer.fields()},
            "rows": [attributes(row) for row in rows],
            "points": [
                None if row.geometry().isNull() else row.geometry().centroid().asWkt(4)
                for row in rows
            ],
        }


run(read)
