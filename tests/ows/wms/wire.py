"""Requests as a client sends them, and what their answers hold."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from django.test import Client
from lxml import etree
from PIL import Image

ADDRESS = "/ows/wms"
NS = {"wms": "http://www.opengis.net/wms", "ogc": "http://www.opengis.net/ogc"}

# Peru in the axis order of EPSG:4326: south, west, north, east.
PERU = "-18.5,-81.5,0.1,-68.5"
MAP = {
    "SERVICE": "WMS",
    "VERSION": "1.3.0",
    "REQUEST": "GetMap",
    "LAYERS": "departments",
    "STYLES": "",
    "CRS": "EPSG:4326",
    "BBOX": PERU,
    "WIDTH": "260",
    "HEIGHT": "372",
    "FORMAT": "image/png",
}
INFO = MAP | {
    "REQUEST": "GetFeatureInfo",
    "QUERY_LAYERS": "departments",
    "INFO_FORMAT": "application/json",
    "I": "150",
    "J": "100",
}

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def ask(client: Client, base: dict[str, str] = MAP, /, **changes: str | None) -> Any:
    """The answer to ``base`` with some parameters replaced; None leaves one out."""
    parameters = {k: v for k, v in (base | changes).items() if v is not None}
    return client.get(ADDRESS, parameters)


def pixels(response: Any) -> Pixels:
    """The image as an array of rows, columns and red, green, blue, alpha."""
    assert response.status_code == 200, response.content[:500]
    assert response["Content-Type"].startswith("image/"), response.content[:500]
    return np.asarray(Image.open(BytesIO(response.content)).convert("RGBA"))


def is_blank(image: Pixels) -> bool:
    return bool((image == image[0, 0]).all())


def exception(response: Any) -> tuple[str | None, str | None, int]:
    """Code, locator and status of a service exception."""
    root = etree.fromstring(response.content)
    is_1_1_1 = root.get("version") == "1.1.1"  # whose DTD has no namespace
    found = root.find("ServiceException" if is_1_1_1 else "ogc:ServiceException", NS)
    report = "ServiceExceptionReport"
    assert root.tag == (report if is_1_1_1 else f"{{{NS['ogc']}}}{report}")
    assert found is not None
    assert found.text
    return found.get("code"), found.get("locator"), response.status_code
