"""The suite's data set is published by the test instance, and by nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from django.conf import settings
from django.test import Client
from lxml import etree

from layers import registry
from tests.cite.layers import layers
from tests.cite.loading import INNER, load
from tests.cite.tables import TABLES, Table
from tests.ows.wms.test_capabilities import layers_of, schema
from tests.ows.wms.wire import ask

pytestmark = pytest.mark.django_db

PREFIX = "cite:"
SHAPES: dict[str, Any] = {
    "Point": shapely.Point(0.001, 0.001),
    "MultiLineString": shapely.LineString([(0, 0), (0.002, 0.001)]),
    "MultiPolygon": shapely.box(0.0, 0.0, 0.002, 0.001),
}
VALUES: dict[str, Any] = {"num": 1, "num_lanes": 4, "elev": 490.0, "time": "2000-01-01T00:00:05Z"}
# Longitude first.
MAP = {
    "CRS": "CRS:84",
    "BBOX": "-0.001,-0.001,0.003,0.002",
    "WIDTH": "40",
    "HEIGHT": "30",
    "STYLES": "",
}


def frame(table: Table) -> geopandas.GeoDataFrame:
    """Two rows in the shape of the suite's file, the second without values."""
    filled = [VALUES.get(column, f"{table.name} 1") for column in table.columns]
    rows = [filled, [None if isinstance(value, str) else value for value in filled]]
    columns = [column.upper() for column in table.columns]
    shapes = [SHAPES[table.geometry]] * 2
    return geopandas.GeoDataFrame(rows, columns=columns, geometry=shapes, crs="EPSG:4326")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A wheel with the zip inside, one shapefile spelled in two ways as in the suite's own."""
    inner = tmp_path / INNER
    with zipfile.ZipFile(inner, "w") as zipped:
        for table in TABLES:
            folder = tmp_path / table.name
            folder.mkdir()
            frame(table).to_file(folder / f"{table.name}.shp", encoding="UTF-8")
            for path in folder.iterdir():
                is_other = table.name == "LakesWithElevation" and path.suffix == ".shp"
                zipped.write(path, f"shapefile/{'l' if is_other else path.name[0]}{path.name[1:]}")
    wheel = tmp_path / "suite.whl"
    with zipfile.ZipFile(wheel, "w") as zipped:
        zipped.write(inner, f"package/data/{INNER}")
    return wheel


@pytest.fixture
def published(archive: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The layers beside the site's, for one test; its tables go with its transaction."""
    monkeypatch.setattr(registry, "LAYERS", (*layers(PREFIX), *registry.LAYERS))
    return load(archive, PREFIX)


def test_the_product_publishes_none_of_it() -> None:
    assert not {layer.name for layer in layers(PREFIX)} & {item.name for item in registry.LAYERS}
    assert "tests.cite" not in settings.INSTALLED_APPS


def test_every_file_is_published_under_the_suites_name(
    client: Client, published: dict[str, int]
) -> None:
    assert published == {table.name: 2 for table in TABLES}
    response = ask(client, {"SERVICE": "WMS", "REQUEST": "GetCapabilities"})
    root = etree.fromstring(response.content)
    schema("sld/1.1.0/sld_capabilities.xsd").assertValid(root)
    found = layers_of(root)
    for table in TABLES:
        assert found[f"{PREFIX}{table.name}"].get("queryable") == "1"


@pytest.mark.parametrize(
    "info_format", ["application/vnd.ogc.gml", "text/plain", "text/html", "application/json"]
)
def test_what_is_under_a_pixel_is_told(
    client: Client, published: dict[str, int], info_format: str
) -> None:
    for table in TABLES:
        name = f"{PREFIX}{table.name}"
        clicked = MAP | {"QUERY_LAYERS": name, "I": "20", "J": "10", "INFO_FORMAT": info_format}
        response = ask(client, LAYERS=name, REQUEST="GetFeatureInfo", **clicked)
        assert response.status_code == 200, response.content
        if "fid" in table.columns:
            assert f"{table.name} 1" in response.content.decode()


def test_an_archive_without_a_file_is_refused_by_its_name(tmp_path: Path) -> None:
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w"):
        pass
    with pytest.raises(KeyError, match="Autos"):
        load(empty, PREFIX)


def test_names_may_go_without_prefix_for_the_other_suites(
    client: Client, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LAYERS", (*layers(""), *registry.LAYERS))
    load(archive, "")
    items = client.get("/ogc/collections/Autos/items", {"datetime": "2000-01-01T00:00:05Z"})
    assert items.status_code == 200
    schema_ = client.get(
        "/ows/wfs",
        {"SERVICE": "WFS", "REQUEST": "DescribeFeatureType", "TYPENAMES": "ta:LakesWithElevation"},
    )
    assert b'name="elev" type="xsd:double"' in schema_.content
