"""The connection files, held against QGIS's own reader of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client

SYSTEM_PYTHON = "/usr/bin/python3"

# QGIS's import dialogue, driven as a person would: open the file, mark all, press Import.
_IMPORT = """
import json, sys
from qgis.PyQt.QtCore import QSettings, QTimer
from qgis.PyQt.QtWidgets import QDialogButtonBox, QListWidget
from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsManageConnectionsDialog as Dialog

app = QgsApplication([], True, sys.argv[1])
app.initQgis()
found, keys = {}, ("url", "version", "pagingenabled")
for name, kind, file in (("wms", Dialog.WMS, sys.argv[2]), ("wfs", Dialog.WFS, sys.argv[3])):
    dialog = Dialog(None, Dialog.Import, kind, file)
    dialog.findChild(QListWidget).selectAll()
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.Ok).click()
    settings = QgsSettings()
    settings.beginGroup(f"qgis/connections-{name}")
    found[name] = {
        group: {key: settings.value(f"{group}/{key}") for key in keys}
        for group in settings.childGroups()
    }
print(json.dumps(found))
"""


@pytest.mark.parametrize(
    ("kind", "root", "count"), [("wms", "qgsWMSConnections", 1), ("wfs", "qgsWFSConnections", 2)]
)
def test_file_is_a_download_with_absolute_addresses(
    client: Client, kind: str, root: str, count: int
) -> None:
    response = client.get(f"/ayuda/qgis/conexiones-{kind}.xml")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert f'filename="conexiones-{kind}.xml"' in response.headers["Content-Disposition"]
    document = ET.fromstring(response.content)
    assert document.tag == root
    assert len(document) == count
    for connection in document:
        assert connection.tag == kind
        assert connection.attrib["url"].startswith("http://testserver/")


@pytest.mark.slow
def test_qgis_imports_both_files(client: Client, tmp_path: Path) -> None:
    if shutil.which(SYSTEM_PYTHON) is None or not _has_qgis():
        pytest.skip("python3-qgis is not installed")
    for kind in ("wms", "wfs"):
        content = client.get(f"/ayuda/qgis/conexiones-{kind}.xml").content
        (tmp_path / f"{kind}.xml").write_bytes(content)
    profile = tmp_path / "profile"
    profile.mkdir()
    arguments = [str(profile), str(tmp_path / "wms.xml"), str(tmp_path / "wfs.xml")]
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", _IMPORT, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["wms"]["Territorio Abierto"]["url"] == "http://testserver/ows/wms"
    wfs = found["wfs"]["Territorio Abierto (WFS)"]
    assert wfs == {"url": "http://testserver/ows/wfs", "version": "2.0.0", "pagingenabled": "true"}
    api = found["wfs"]["Territorio Abierto (OGC API)"]
    assert (api["url"], api["version"]) == ("http://testserver/ogc/", "OGC_API_FEATURES")


def _has_qgis() -> bool:
    command = [SYSTEM_PYTHON, "-c", "import qgis.gui"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
