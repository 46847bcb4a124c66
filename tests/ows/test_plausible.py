"""Rectangles in another CRS than the request says, or with their axes swapped."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.ows.wfs.wire import body

LIMA_M = "-8600000,-1360000,-8560000,-1320000"  # EPSG:3857, by pyproj
LIMA_UTM = "270000,8650000,290000,8680000"  # EPSG:32718
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
WFS = "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=districts&count=1&bbox="
WMS = (
    "/ows/wms?service=WMS&version=1.3.0&request=GetMap&layers=districts&styles=&width=9&height=9"
    "&format=image/png"
)
ITEMS = "/ogc/collections/districts/items?f=json&limit=1"
pytestmark = pytest.mark.django_db


def get(client: Client, address: str) -> tuple[Any, str]:
    response: Any = client.get(address)
    return response, body(response).decode("utf-8", "replace")


@pytest.mark.parametrize("box", [LIMA_M, LIMA_UTM, "-20037508,-20037508,20037508,20037508"])
@pytest.mark.parametrize(
    "address",
    [
        f"{WFS}{{box}}",
        f"{WFS}{{box}},EPSG:4326",
        f"{WMS}&crs=CRS:84&bbox={{box}}",
        f"{WMS}&crs=EPSG:4326&bbox={{box}}",
        f"{ITEMS}&bbox={{box}}",
        f"{ITEMS}&filter=S_INTERSECTS(geom,BBOX({{box}}))",
        "/api/v1/zones/?bbox={box}",
    ],
)
def test_metres_are_no_degrees(client: Client, address: str, box: str) -> None:
    """A degree of longitude is at most 180 (EPSG:4326's area of use): say so, not "nothing"."""
    response, text = get(client, address.format(box=box))
    assert response.status_code == 400
    assert "parecen metros" in text


@pytest.mark.parametrize(
    "address",
    [
        f"{WFS}{LIMA_M},urn:ogc:def:crs:EPSG::3857",
        f"{WFS}{LIMA_UTM},urn:ogc:def:crs:EPSG::32718",
        f"{WFS}-12.2,-77.2,-11.9,-76.9",
        f"{WMS}&crs=EPSG:3857&bbox={LIMA_M}",
        f"{WMS}&crs=EPSG:3857&bbox=-8.6e+06,-1.36e+06,-8.56e 06,-1.32e 06",
        f"{WMS}&crs=CRS:84&bbox=-400,-200,400,200",
        f"{WMS}&crs=EPSG:3857&bbox=20037508,0,40075016,20037508",
        f"{ITEMS}&bbox={LIMA_UTM}&bbox-crs={EPSG}32718",
        f"{ITEMS}&bbox=170,-20,-68,0",
    ],
)
def test_what_is_right_stays_right(client: Client, address: str) -> None:
    response, text = get(client, address)
    assert response.status_code == 200, text
    assert "199" not in response.get("Warning", "")


def test_northings_for_eastings_are_said_to_be_so(client: Client) -> None:
    box = "8650000,270000,8680000,290000"
    for address in (
        f"{WFS}{box},EPSG:32718",
        f"{WMS}&crs=EPSG:32718&bbox={box}",
        f"{ITEMS}&bbox={box}&bbox-crs={EPSG}32718",
    ):
        response, text = get(client, address)
        assert response.status_code == 400
        assert "en el orden inverso" in text


def test_swapped_degrees_are_possible_and_hinted(client: Client) -> None:
    """Lima's mirror image lies in the Antarctic: an honest empty answer, with a warning."""
    for address in (
        f"{WFS}-77.2,-12.2,-76.9,-11.9",
        f"{WMS}&crs=CRS:84&bbox=-12.2,-77.2,-11.9,-76.9",
        f"{ITEMS}&bbox=-12.2,-77.2,-11.9,-76.9",
    ):
        response, _text = get(client, address)
        assert response.status_code == 200
        assert "orden inverso" in response["Warning"]
        assert response["Warning"].startswith("199 ")


@pytest.mark.parametrize("scale", ["1.73627e+06", "1.73627e%2B06", "0", "0.0", "1736270"])
def test_scales_as_clients_write_them(client: Client, scale: str) -> None:
    """QGIS sends a plain ``+``, which a query's decoding turns into a blank, and 0 for none."""
    address = "/ows/wms?service=WMS&version=1.3.0&request=GetLegendGraphic&layer=districts"
    response, _text = get(client, f"{address}&format=image/png&SCALE={scale}")
    assert response["Content-Type"] == "image/png"


@pytest.mark.parametrize("written", ["true", "True", "TRUE", "1", "false", "FALSE", "0"])
def test_booleans_are_read_alike_everywhere(client: Client, written: str) -> None:
    holds = written.lower() in ("true", "1")
    _response, text = get(client, f"{ITEMS}&skipGeometry={written}")
    assert ('"geometry": null' in text or '"geometry":null' in text) == holds
    address = f"{WMS}&crs=CRS:84&bbox=-80,-15,-70,-5&transparent={written}"
    assert get(client, address)[0]["Content-Type"] == "image/png"
    assert get(client, f"{ITEMS}&skipGeometry=yes")[0].status_code == 400
