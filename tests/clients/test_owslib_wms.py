"""OWSLib, as a Python user calls it, over HTTP."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from owslib.util import ServiceException
from owslib.wms import WebMapService
from PIL import Image

# West, south, east, north: OWSLib itself brings it to the axis order of EPSG:4326.
PERU = (-81.5, -18.5, -68.5, 0.1)


@pytest.fixture(scope="module")
def service(live_url: str) -> Any:
    return WebMapService(f"{live_url}/ows/wms", version="1.3.0")


def test_reads_the_capabilities(service: Any, live_url: str) -> None:
    assert service.identification.title == "Territorio Abierto"
    assert {"departments", "provinces", "districts", "district_capitals"} <= set(service.contents)
    layer = service["departments"]
    assert layer.queryable == 1
    assert layer.boundingBoxWGS84 == pytest.approx((-81.3, -18.4, -68.7, 0.0), abs=0.2)
    assert layer.styles["default"]["legend"].startswith(f"{live_url}/ows/wms?")
    get_map = service.getOperationByName("GetMap")
    assert get_map.methods[0]["url"] == f"{live_url}/ows/wms?"
    assert "image/png" in get_map.formatOptions


@pytest.mark.parametrize("options", [{}, {"version": "1.1.1"}])
def test_the_default_version_reads_why_it_is_refused(
    live_url: str, options: dict[str, str]
) -> None:
    """OWSLib asks for 1.1.1 unless it is given another, and reads nothing else then."""
    with pytest.raises(ServiceException, match=r"1\.3\.0"):
        WebMapService(f"{live_url}/ows/wms", **options)


def test_the_address_of_all_services_works_too(live_url: str) -> None:
    service = WebMapService(f"{live_url}/ows", version="1.3.0")
    assert "districts" in service.contents


@pytest.mark.parametrize("format_", ["image/png", "image/png8", "image/jpeg"])
def test_gets_a_map(service: Any, format_: str) -> None:
    answer = service.getmap(
        layers=["districts", "departments"],
        styles=["", ""],
        srs="EPSG:4326",
        bbox=PERU,
        size=(350, 500),
        format=format_,
        transparent=True,
    )
    image = Image.open(BytesIO(answer.read()))
    assert image.size == (350, 500)
    assert len(np.unique(np.asarray(image.convert("RGBA")).reshape(-1, 4), axis=0)) > 10


def test_asks_what_is_there(service: Any) -> None:
    answer = service.getfeatureinfo(
        layers=["departments"],
        query_layers=["departments"],
        srs="EPSG:4326",
        bbox=(-73.0, -14.5, -71.0, -12.5),
        size=(200, 200),
        info_format="application/json",
        xy=(103, 103),
        format="image/png",
    )
    (feature,) = json.loads(answer.read())["features"]
    assert feature["properties"]["name"] == "Cusco"


def test_reports_what_is_wrong(service: Any) -> None:
    with pytest.raises(ServiceException, match="nada"):
        service.getmap(
            layers=["nada"], srs="EPSG:4326", bbox=PERU, size=(10, 10), format="image/png"
        )
