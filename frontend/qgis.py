"""Connection files that QGIS imports (Layer > Add > Load, in each service's dialogue).

The format is that of ``QgsManageConnectionsDialog`` (QGIS 3: ``saveOWSConnections``,
``saveWfsConnections``): it has no specification but its source. WFS and OGC API share one list,
where ``version`` distinguishes them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

# One request's worth of features; the server pages by its key, so any size is stable.
PAGE_SIZE = "1000"

_AXIS = {"ignoreAxisOrientation": "false", "invertAxisOrientation": "false"}
_ACCOUNT = {"username": "", "password": ""}


def wms_connections(name: str, url: str) -> bytes:
    root = ET.Element("qgsWMSConnections", version="1.0")
    ET.SubElement(
        root,
        "wms",
        {
            "name": name,
            "url": url,
            "ignoreGetMapURI": "false",
            "ignoreGetFeatureInfoURI": "false",
            **_AXIS,
            "referer": "",
            "smoothPixmapTransform": "false",
            # 7: tell the resolution in every vendor's way.
            "dpiMode": "7",
            **_ACCOUNT,
        },
    )
    return _document(root)


def wfs_connections(wfs: tuple[str, str], api: tuple[str, str]) -> bytes:
    """Both as (name, address)."""
    root = ET.Element("qgsWFSConnections", version="1.1")
    for (name, url), version in ((wfs, "2.0.0"), (api, "OGC_API_FEATURES")):
        ET.SubElement(
            root,
            "wfs",
            {
                "name": name,
                "url": url,
                "version": version,
                "maxnumfeatures": "",
                "pagesize": PAGE_SIZE,
                "pagingenabled": "true",
                **_AXIS,
                **_ACCOUNT,
            },
        )
    return _document(root)


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE connections>\n{body}\n".encode()
