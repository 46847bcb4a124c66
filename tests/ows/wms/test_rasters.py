"""A raster on maps as any layer: drawn, told of, listed; held against GDAL's own programs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from tests.ows.wms.wire import INFO, MAP, NS, ask, exception, is_blank, pixels

pytestmark = pytest.mark.django_db
TERRAIN = Path(settings.BASE_DIR) / "fixtures" / "terrain.tif"
RASTER = MAP | {"LAYERS": "terrain"}
ASKED = INFO | {"LAYERS": "terrain", "QUERY_LAYERS": "terrain"}


def gdal_value(longitude: float, latitude: float) -> str:
    command = ["gdallocationinfo", "-valonly", "-wgs84", str(TERRAIN)]
    done = subprocess.run(
        [*command, str(longitude), str(latitude)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_is_listed_with_its_extent_and_legend(client: Client) -> None:
    document = etree.fromstring(
        client.get("/ows/wms?service=WMS&version=1.3.0&request=GetCapabilities").content
    )
    found: Any = document.xpath("//wms:Layer[wms:Name='terrain']", namespaces=NS)
    (layer,) = found
    box = [float(edge.text) for edge in layer.find("wms:EX_GeographicBoundingBox", NS)]
    assert box == [-81.5, -68.5, -18.5, 0.25]
    assert "error mediano es de 227 m" in layer.findtext("wms:Abstract", "", NS)
    assert "Mapzen" in layer.findtext("wms:Abstract", "", NS)
    assert layer.get("queryable") == "1"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32718"])
def test_is_drawn_where_it_has_values(client: Client, crs: str) -> None:
    boxes = {
        "EPSG:4326": "-18.5,-81.5,0.1,-68.5",
        "EPSG:3857": "-9072000,-2097000,-7625000,11000",
        "EPSG:32718": "-200000,7950000,1200000,10010000",
    }
    image = pixels(ask(client, RASTER, CRS=crs, BBOX=boxes[crs], TRANSPARENT="TRUE"))
    opaque = image[..., 3] == 255
    assert 0.5 < opaque.mean() < 0.9  # the sea has no value
    assert len(np.unique(image[opaque][:, :3], axis=0)) > 500


def test_lies_under_the_shapes_that_follow_it(client: Client) -> None:
    alone = pixels(ask(client, RASTER))
    both = pixels(ask(client, RASTER, LAYERS="terrain,departments", STYLES=","))
    assert not (alone == both).all()
    covered = pixels(ask(client, RASTER, LAYERS="departments,terrain", STYLES=","))
    opaque = pixels(ask(client, RASTER, TRANSPARENT="TRUE"))[..., 3] == 255
    assert (covered[opaque] == alone[opaque]).all()


def test_the_sea_is_transparent_and_elsewhere_blank(client: Client) -> None:
    assert is_blank(pixels(ask(client, RASTER, BBOX="40,0,50,10")))
    assert not is_blank(pixels(ask(client, RASTER, FORMAT="image/jpeg")))


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(-71.97, -13.53), (-77.04, -12.05), (-70.02, -15.84), (-73.25, -3.74)],
)
def test_tells_the_value_that_gdal_reads(client: Client, longitude: float, latitude: float) -> None:
    half = 0.001
    box = f"{latitude - half},{longitude - half},{latitude + half},{longitude + half}"
    size = {"WIDTH": "101", "HEIGHT": "101", "I": "50", "J": "50", "BBOX": box}
    (feature,) = json.loads(ask(client, ASKED, **size).content)["features"]
    assert str(feature["properties"]["value"]) == gdal_value(longitude, latitude)
    assert "Mapzen" in feature["properties"]["source"]
    assert feature["properties"]["cutoff_date"] is None
    html = ask(client, ASKED, INFO_FORMAT="text/html", **size).content.decode()
    assert f">{feature['properties']['value']}m<" in re.sub(r"\s", "", html)
    for format_ in ("text/plain", "application/vnd.ogc.gml"):
        answer = ask(client, ASKED, INFO_FORMAT=format_, **size)
        assert "Mapzen" in answer.content.decode()


def test_has_nothing_to_say_of_the_sea(client: Client) -> None:
    box = {"BBOX": "-12.1,-80.1,-12.0,-80.0", "I": "50", "J": "50"}
    assert json.loads(ask(client, ASKED, **box).content)["features"] == []


@pytest.mark.parametrize(
    ("changes", "code", "locator"),
    [
        ({"STYLES": "night"}, "StyleNotDefined", "styles"),
        ({"CQL_FILTER": "value > 3"}, "InvalidParameterValue", "cql_filter"),
        ({"TIME": "2020"}, "InvalidParameterValue", "time"),
        ({"LAYERS": "terrain_2"}, "LayerNotDefined", "layers"),
    ],
)
def test_refusals(client: Client, changes: dict[str, str], code: str, locator: str) -> None:
    assert exception(ask(client, RASTER, **changes))[:2] == (code, locator)


def test_the_legend_has_units(client: Client) -> None:
    legend = {"REQUEST": "GetLegendGraphic", "LAYER": "terrain", "FORMAT": "image/png"}
    image = pixels(ask(client, {"SERVICE": "WMS", "VERSION": "1.3.0"} | legend))
    assert image.shape[0] > 100


def test_a_map_is_not_sent_twice(client: Client) -> None:
    first = ask(client, RASTER)
    again: Any = client.get("/ows/wms", RASTER, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304


def test_no_feature_service_lists_it(client: Client) -> None:
    features = client.get("/ows/wfs?service=WFS&version=2.0.0&request=GetCapabilities")
    assert b"ta:terrain<" not in features.content
    assert client.get("/ogc/collections/terrain?f=json").status_code == 404
