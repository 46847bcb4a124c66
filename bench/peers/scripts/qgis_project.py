"""Writes QGIS Server's project; run by the system's Python, which has QGIS.

It reads one JSON document: where the database is, the layers, where to write.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRendererCategory,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)

PERU = QgsRectangle(-81.4, -18.4, -68.6, 0.1)
DIGITS = 7


def source(place: dict[str, Any], table: str, geometry_type: str) -> str:
    uri = QgsDataSourceUri()
    uri.setConnection(
        place["host"], str(place["port"]), place["name"], place["user"], place["password"]
    )
    uri.setDataSource("public", table, "geom", "", "id")
    uri.setUseEstimatedMetadata(True)
    uri.setSrid("4326")
    uri.setWkbType(QgsWkbTypes.parseType(geometry_type))
    return uri.uri(False)


def symbol(geometry_type: str, kind: dict[str, Any]) -> QgsSymbol:
    if geometry_type == "Point":
        return QgsMarkerSymbol.createSimple(
            {
                "name": "circle",
                "color": kind["color"],
                "size": str(kind["size_px"]),
                "size_unit": "Pixel",
                "outline_style": "no",
            }
        )
    if geometry_type == "MultiPolygon":
        return QgsFillSymbol.createSimple(
            {
                "color": kind["color"],
                "outline_color": kind["stroke"],
                "outline_width": str(kind["width_px"]),
                "outline_width_unit": "Pixel",
            }
        )
    return QgsLineSymbol.createSimple(
        {
            "line_color": kind["stroke"],
            "line_width": str(kind["width_px"]),
            "line_width_unit": "Pixel",
            "joinstyle": "round",
            "capstyle": "flat",
        }
    )


def main() -> None:
    asked = json.load(sys.stdin)
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    project.setTrustLayerMetadata(True)
    for described in asked["layers"]:
        kind, table = described["geometry_type"], described["table"]
        layer = QgsVectorLayer(source(asked["place"], table, kind), table, "postgres")
        if not layer.isValid():
            sys.exit(f"{table}: {layer.error().message()}")
        layer.setShortName(table)
        layer.setExtent(PERU)
        categories = [
            QgsRendererCategory(rule["value"], symbol(kind, rule), rule["value"])
            for rule in described["classes"]
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer("category", categories))
        project.addMapLayer(layer)
    names = [layer.id() for layer in project.mapLayers().values()]
    project.writeEntry("WFSLayers", "/", names)
    for name in names:
        project.writeEntry("WFSLayersPrecision", f"/{name}", DIGITS)
    project.writeEntry("WMSCrsList", "/", ["EPSG:4326", "EPSG:3857"])
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(PERU, project.crs()))
    if not project.write(asked["project"]):
        sys.exit(project.error())
    del project
    application.exitQgis()


if __name__ == "__main__":
    main()
