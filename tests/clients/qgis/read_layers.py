"""Layers as QGIS opens them by WFS and OGC API Features, and what it draws of them."""

from __future__ import annotations

import sys

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from session import Report, attributes, run

PERU = QgsRectangle(-81.5, -18.5, -68.5, 0.1)
WIDTH_PX, HEIGHT_PX = 280, 400
PAPER = QColor("magenta")


def pixels(layer: QgsMapLayer) -> int:
    """How many pixels of a map of Peru the layer covers."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(PERU)
    settings.setOutputSize(QSize(WIDTH_PX, HEIGHT_PX))
    settings.setBackgroundColor(PAPER)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    paper = PAPER.rgb()
    return sum(
        image.pixel(x, y) != paper for x in range(image.width()) for y in range(image.height())
    )


def read(url: str, report: Report) -> None:
    for name in sys.argv[2:]:
        wfs = f"url='{url}/ows/wfs' typename='ta:{name}' srsname='EPSG:4326' version='2.0.0'"
        api = f"url='{url}/ogc/' typename='{name}' pagingEnabled='true'"
        report[name] = {}
        for provider, source in (("WFS", wfs), ("OAPIF", api)):
            layer = QgsVectorLayer(source, name, provider)
            rows = list(layer.getFeatures())
            report[name][provider] = {
                "valid": layer.isValid(),
                "crs": layer.crs().authid(),
                "type": QgsWkbTypes.displayString(layer.wkbType()),
                "count": layer.featureCount(),
                "rows": [attributes(row) for row in rows],
                "with_shape": sum(row.hasGeometry() for row in rows),
                "invalid": sum(
                    row.hasGeometry() and not row.geometry().isGeosValid() for row in rows
                ),
                "outside": sum(
                    row.hasGeometry() and not PERU.contains(row.geometry().boundingBox())
                    for row in rows
                ),
                "pixels": pixels(layer),
            }
        style = f"crs=EPSG:4326&dpiMode=7&format=image/png&layers={name}&styles=&url={url}/ows/wms"
        raster = QgsRasterLayer(style, name, "wms")
        report[name]["WMS"] = {"valid": raster.isValid(), "pixels": pixels(raster)}


run(read)
