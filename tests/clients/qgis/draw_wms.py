"""The WMS layer drawn beside the WFS layer, and identified, as QGIS does it."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from session import Report, attributes, run

PERU = QgsRectangle(-81.5, -18.5, -68.5, 0.1)
WIDTH_PX, HEIGHT_PX = 560, 800


def draw(layer: QgsMapLayer, crs: str, path: Path) -> None:
    target = QgsCoordinateReferenceSystem(crs)
    to_target = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), target, QgsProject.instance()
    )
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(target)
    settings.setExtent(to_target.transformBoundingBox(PERU))
    settings.setOutputSize(QSize(WIDTH_PX, HEIGHT_PX))
    settings.setBackgroundColor(QColor("magenta"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))


def shapes(url: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(
        f"url='{url}/ows/wfs' typename='ta:departments' srsname='EPSG:4326' version='2.0.0'",
        "departments",
        "WFS",
    )
    symbol = QgsFillSymbol.createSimple({"color": "black", "outline_style": "no"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def read(url: str, report: Report) -> None:
    folder = Path(sys.argv[2])
    for crs in sys.argv[3:]:
        name = crs.replace(":", "-")
        source = (
            f"crs={crs}&dpiMode=7&format=image/png&layers=departments&styles=&url={url}/ows/wms"
        )
        layer = QgsRasterLayer(source, "departments", "wms")
        draw(layer, crs, folder / f"wms-{name}.png")
        draw(shapes(url), crs, folder / f"wfs-{name}.png")
        report[crs] = {"valid": layer.isValid(), "crs": layer.crs().authid()}
        if crs == "EPSG:4326":
            provider = layer.dataProvider()
            answer = provider.identify(
                QgsPointXY(-72.0, -13.5), QgsRaster.IdentifyFormatFeature, PERU, WIDTH_PX, HEIGHT_PX
            )
            report["identified"] = [
                attributes(feature)
                for stores in answer.results().values()
                for store in stores
                for feature in store.features()
            ]


run(read)
