"""Requests every layer once: a fault shows at the start, and the first visitor waits less."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

# The country, in WMS 1.3.0's CRS:84 (longitude, latitude).
PERU = "-81.4,-18.4,-68.6,0.0"
TIMEOUT_S = 60


def warm(base_url: str) -> Iterator[tuple[str, str]]:
    """Yields each layer's name with what went wrong, or with an empty text."""
    for name in collections(base_url):
        try:
            for url, expected in _requests(base_url, name):
                _request(url, expected)
        except (OSError, ValueError) as error:
            yield name, str(error)
        else:
            yield name, ""


def collections(base_url: str) -> list[str]:
    """The names of the published layers, as the OGC API lists them."""
    listed = json.loads(_get(f"{base_url}/ogc/collections?f=json")[1])
    return [collection["id"] for collection in listed["collections"]]


def _requests(base_url: str, name: str) -> list[tuple[str, str]]:
    """Addresses, each with the start of the media type that a good answer has."""
    image = {
        "service": "WMS",
        "version": "1.3.0",
        "request": "GetMap",
        "layers": name,
        "styles": "",
        "crs": "CRS:84",
        "bbox": PERU,
        "width": 256,
        "height": 368,
        "format": "image/png",
    }
    feature = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": f"ta:{name}",
        "count": 1,
    }
    return [
        (f"{base_url}/ows/wms?{urlencode(image)}", "image/png"),
        (f"{base_url}/ows/wfs?{urlencode(feature)}", "application/gml+xml"),
        # Zoom 4, row 8, column 4 holds the middle of the country.
        (
            f"{base_url}/ogc/collections/{name}/tiles/WebMercatorQuad/4/8/4?f=mvt",
            "application/vnd.mapbox-vector-tile",
        ),
    ]


def _request(url: str, expected: str) -> None:
    content_type, body = _get(url)
    if not content_type.startswith(expected):
        # A WMS answers an error with status 200.
        raise ValueError(f"{url}: {body[:300].decode(errors='replace')}")


def _get(url: str) -> tuple[str, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as response:  # noqa: S310 - http, ours
            return response.headers.get("Content-Type", ""), response.read()
    except urllib.error.HTTPError as error:
        body = error.read(300).decode(errors="replace")
        raise ValueError(f"{url}: {error.code} {body}") from error
