"""The planners' zones as QGIS reads them, without an account or by HTTP Basic.

Basic comes from the connection itself (user and password) or from QGIS's own store of
accounts (``authcfg``), which is what people are told to use.
"""

from __future__ import annotations

import sys

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsPointXY,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from session import Report, run

NAME = "intervention_zones"
AROUND = QgsRectangle(-72.1, -13.7, -71.8, -13.4)
INSIDE = QgsPointXY(-71.95, -13.55)


def stored_account(username: str, password: str) -> str:
    """The id of an account in QGIS's store, made anew."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("una clave maestra", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("Territorio Abierto")
    config.setConfig("username", username)
    config.setConfig("password", password)
    assert manager.storeAuthenticationConfig(config)
    return str(config.id())


def titles(layer: QgsVectorLayer) -> list[str]:
    assert layer.isValid(), layer.error().message()
    found = sorted(feature["title"] for feature in layer.getFeatures())
    assert layer.featureCount() == len(found), (layer.source(), layer.featureCount(), found)
    return found


def wfs(url: str, account: str) -> QgsVectorLayer:
    source = f"url='{url}/ows/wfs' typename='ta:{NAME}' srsname='EPSG:4326' version='auto'"
    return QgsVectorLayer(f"{source} {account}", NAME, "WFS")


def oapif(url: str, account: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"url='{url}/ogc/' typename='{NAME}' {account}", NAME, "OAPIF")


def identified(url: str, account: str) -> list[str]:
    """The titles under a point of the WMS layer."""
    source = (
        f"crs=EPSG:4326&featureCount=10&format=image/png&layers={NAME}&styles="
        f"&url={url}/ows/wms{account}"
    )
    layer = QgsRasterLayer(source, NAME, "wms")
    assert layer.isValid(), layer.error().message()
    answer = layer.dataProvider().identify(
        INSIDE, QgsRaster.IdentifyFormatFeature, AROUND, 300, 300
    )
    return sorted(
        feature["title"]
        for stores in answer.results().values()
        for store in stores
        for feature in store.features()
    )


def read(url: str, report: Report) -> None:
    username, password = sys.argv[2:]
    authcfg = stored_account(username, password)
    vector = {
        "anonymous": "",
        "connection": f"username='{username}' password='{password}'",
        "store": f"authcfg={authcfg}",
    }
    raster = {
        "anonymous": "",
        "connection": f"&username={username}&password={password}",
        "store": f"&authcfg={authcfg}",
    }
    report["wfs"] = {how: titles(wfs(url, account)) for how, account in vector.items()}
    report["oapif"] = {how: titles(oapif(url, account)) for how, account in vector.items()}
    report["wms"] = {how: identified(url, account) for how, account in raster.items()}
    wrong = wfs(url, f"username='{username}' password='otra'")
    report["wrong"] = {"valid": wrong.isValid(), "error": wrong.error().message()}


run(read)
