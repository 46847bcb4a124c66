"""The WFS layers as QGIS reads and filters them."""

from __future__ import annotations

import sys

from qgis.core import QgsFeatureRequest, QgsRectangle, QgsVectorLayer
from session import Report, attributes, run


def open_layer(url: str, name: str, **options: str) -> QgsVectorLayer:
    given = {
        "url": f"{url}/ows/wfs",
        "typename": f"ta:{name}",
        "srsname": "EPSG:4326",
        "version": "auto",
        "pagingEnabled": "true",
        "restrictToRequestBBOX": "1",
    }
    return QgsVectorLayer(" ".join(f"{k}='{v}'" for k, v in (given | options).items()), name, "WFS")


def read(url: str, report: Report) -> None:
    districts = open_layer(url, "districts", pageSize="500")
    rows = {feature["ubigeo"]: feature for feature in districts.getFeatures()}
    lima = rows["150101"].geometry().centroid().asPoint()
    report["districts"] = {
        "valid": districts.isValid(),
        "count": districts.featureCount(),
        "crs": districts.crs().authid(),
        "fields": {field.name(): field.typeName() for field in districts.fields()},
        "ubigeos": sorted(rows),
        "lima": attributes(rows["150101"]),
        "lima_centroid": [lima.x(), lima.y()],
        "invalid": [key for key, row in rows.items() if not row.geometry().isGeosValid()],
    }
    report["subsets"] = {}
    for subset in sys.argv[2:]:
        districts.setSubsetString(subset)
        found = sorted(feature["ubigeo"] for feature in districts.getFeatures())
        report["subsets"][subset] = {"count": districts.featureCount(), "ubigeos": found}
    districts.setSubsetString("")
    report["rectangle"] = sorted(
        feature["ubigeo"]
        for feature in open_layer(url, "districts").getFeatures(
            QgsFeatureRequest().setFilterRect(QgsRectangle(-77.1, -12.2, -76.9, -12.0))
        )
    )
    commissions = open_layer(url, "environmental_commissions").getFeatures()
    report["commissions"] = [attributes(feature) for feature in commissions]
    report["commission_work"] = {
        name: [attributes(feature) for feature in open_layer(url, name).getFeatures()]
        for name in ("commission_assistance", "commission_policies")
    }
    report["national"] = [
        attributes(feature)["unit_name"]
        for feature in open_layer(url, "commitment_territories").getFeatures()
    ]
    report["in_utm"] = open_layer(url, "districts", srsname="EPSG:32718").extent().toString(0)


run(read)
