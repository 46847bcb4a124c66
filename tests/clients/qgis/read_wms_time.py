"""A WMS layer of periods: what QGIS makes of its time dimension, and a map of one period."""

from __future__ import annotations

import sys
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor
from session import Report, run

NAME = "water_supply_counts"
PERU = QgsRectangle(-81.5, -18.5, -68.5, 0.1)
NS = {"wms": "http://www.opengis.net/wms"}


def dimension_of(url: str) -> str:
    """The extent of the layer's time dimension, as the capabilities write it."""
    address = f"{url}/ows/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities"
    with urllib.request.urlopen(address) as answer:
        root = ET.parse(answer).getroot()
    (found,) = root.findall(f".//wms:Layer[wms:Name='{NAME}']/wms:Dimension[@name='time']", NS)
    return found.text or ""


def source_of(url: str) -> str:
    """The layer's source as QGIS's browser composes it (QgsWMSLayerItem::createUri)."""
    return (
        f"crs=EPSG:4326&dpiMode=7&format=image/png&layers={NAME}&styles="
        f"&type=wmst&timeDimensionExtent={quote(dimension_of(url))}&url={url}/ows/wms"
    )


def instant(year: int, month: int, day: int) -> QDateTime:
    return QDateTime(QDate(year, month, day), QTime(0, 0), Qt.UTC)


def draw(layer: QgsRasterLayer, year: int, path: Path) -> None:
    """The map while QGIS's temporal controller is at the first of January of a year."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(PERU)
    settings.setOutputSize(QSize(280, 400))
    settings.setBackgroundColor(QColor("magenta"))
    settings.setIsTemporal(True)
    settings.setTemporalRange(QgsDateTimeRange(instant(year, 1, 1), instant(year, 1, 1)))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))


def read(url: str, report: Report) -> None:
    layer = QgsRasterLayer(source_of(url), NAME, "wms")
    capabilities = layer.dataProvider().temporalCapabilities()
    ranges = capabilities.allAvailableTemporalRanges()
    report["valid"] = layer.isValid()
    report["has_time"] = capabilities.hasTemporalCapabilities()
    report["ranges"] = [r.begin().toString("yyyy-MM-dd") for r in ranges]
    layer.temporalProperties().setIsActive(True)
    for year in sys.argv[3:]:
        draw(layer, int(year), Path(sys.argv[2]) / f"{year}.png")


run(read)
