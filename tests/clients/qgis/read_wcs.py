"""A coverage by QGIS's own provider of WCS, in both of its versions."""

from __future__ import annotations

import sys
from typing import Any

from qgis.core import QgsPointXY, QgsRasterLayer
from session import Report, run

FORMATS = {"1.0.0": "GeoTIFF", "1.1.1": "image/tiff"}


def read(address: str, name: str, version: str, point: QgsPointXY) -> dict[str, Any]:
    uri = (
        f"cache=AlwaysNetwork&crs=EPSG:4326&format={FORMATS[version]}&identifier={name}"
        f"&url={address}&version={version}"
    )
    layer = QgsRasterLayer(uri, name, "wcs")
    if not layer.isValid():
        return {"valid": False, "error": layer.error().message()}
    provider = layer.dataProvider()
    value, found = provider.sample(point, 1)
    box = layer.extent()
    block = provider.block(1, box, provider.xSize(), provider.ySize())
    return {
        "valid": True,
        "extent": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "size": [provider.xSize(), provider.ySize()],
        "crs": layer.crs().authid(),
        "bands": provider.bandCount(),
        "value": value if found else None,
        "cells": [block.value(row, column) for row, column in ((100, 60), (165, 114), (50, 80))],
        "nothing": bool(block.isNoData(150, 10)),
    }


def script(url: str, report: Report) -> None:
    name, x, y = sys.argv[2:]
    point = QgsPointXY(float(x), float(y))
    for version in FORMATS:
        report[version] = read(f"{url}/ows/wcs", name, version, point)


run(script)
