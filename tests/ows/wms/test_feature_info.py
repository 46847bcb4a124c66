"""GetFeatureInfo: what is under the pixel, and only what the map shows there."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest
from django.test import Client
from lxml import etree
from pyproj import Transformer

from territory.models import AdminUnit
from tests.ows.wms.wire import INFO, ask

pytestmark = pytest.mark.django_db

CUSCO = (-71.967, -13.532)


def at(lon: float, lat: float, *, half_deg: float = 1.0, size: int = 200) -> dict[str, str]:
    """A map around the place, with the place in its middle pixel."""
    return INFO | {
        "CRS": "CRS:84",
        "BBOX": f"{lon - half_deg},{lat - half_deg},{lon + half_deg},{lat + half_deg}",
        "WIDTH": str(size),
        "HEIGHT": str(size),
        "I": str(size // 2),
        "J": str(size // 2),
    }


def names(client: Client, base: dict[str, str], /, **changes: str | None) -> list[str]:
    response = ask(client, base, **changes)
    assert response.status_code == 200, response.content
    return [feature["properties"]["name"] for feature in response.json()["features"]]


def on(*layers: str) -> dict[str, str]:
    joined = ",".join(layers)
    return {"LAYERS": joined, "QUERY_LAYERS": joined, "STYLES": ""} | (
        {"STYLES": ",".join([""] * len(layers))} if len(layers) > 1 else {}
    )


@pytest.mark.parametrize("capital", ["150101", "080101", "160101", "230101", "240101"])
def test_finds_the_department_of_a_capital(client: Client, capital: str) -> None:
    """Held against PostGIS's own answer to the same question."""
    point = AdminUnit.objects.get(pk=capital).capital_point
    assert point is not None
    inside = AdminUnit.objects.filter(level="department", geom__contains=point)
    expected = list(inside.values_list("name", flat=True))
    assert names(client, at(point.x, point.y, half_deg=0.05)) == expected


def test_several_layers_in_the_order_asked(client: Client) -> None:
    base = at(*CUSCO, half_deg=0.2) | on("departments", "provinces")
    assert names(client, base) == ["Cusco", "Cusco"]
    ids = [f["id"] for f in ask(client, base).json()["features"]]
    assert ids == ["departments.08", "provinces.0801"]
    turned = ask(client, base, QUERY_LAYERS="provinces,departments").json()["features"]
    assert [f["id"] for f in turned] == ids[::-1]


def test_feature_count_is_per_layer(client: Client) -> None:
    """All the national commitments lie under every pixel."""
    base = at(*CUSCO) | on("commitment_territories")
    assert len(ask(client, base).json()["features"]) == 1
    assert len(ask(client, base, FEATURE_COUNT="5").json()["features"]) == 5
    many = ask(client, base, FEATURE_COUNT="1000").json()["features"]
    assert 10 < len(many) <= 18


def test_nothing_at_sea(client: Client) -> None:
    base = at(-85, -12)
    assert names(client, base) == []
    assert "No hay elementos" in ask(client, base, INFO_FORMAT="text/plain").content.decode()
    assert "No hay elementos" in ask(client, base, INFO_FORMAT="text/html").content.decode()


def test_points_have_a_tolerance_lines_of_polygons_none(client: Client) -> None:
    point = AdminUnit.objects.get(pk="080101").capital_point
    assert point is not None
    base = at(point.x, point.y, half_deg=0.5) | on("district_capitals")
    capital = {"CQL_FILTER": "ubigeo = '080101'"}
    for offset, expected in ((0, 1), (3, 1), (8, 0)):
        found = ask(client, base, **capital, I=str(100 + offset)).json()["features"]
        assert len(found) == expected, offset


def test_what_is_not_drawn_is_not_found(client: Client) -> None:
    """A district's capital is not drawn on a map of the whole country."""
    point = AdminUnit.objects.get(pk="080104").capital_point
    assert point is not None
    layer = on("district_capitals") | {"CQL_FILTER": "ubigeo = '080104'"}
    assert len(ask(client, at(point.x, point.y, half_deg=0.3) | layer).json()["features"]) == 1
    assert ask(client, at(point.x, point.y, half_deg=8) | layer).json()["features"] == []


def test_filter_of_the_map(client: Client) -> None:
    base = at(*CUSCO)
    assert names(client, base, CQL_FILTER="population > 10") == ["Cusco"]
    assert names(client, base, CQL_FILTER="population < 10") == []


@pytest.mark.parametrize("format_", ["application/json", "application/geo+json"])
def test_geojson(client: Client, format_: str) -> None:
    response = ask(client, at(*CUSCO), INFO_FORMAT=format_)
    assert response["Content-Type"] == f"{format_}; charset=utf-8"
    (feature,) = response.json()["features"]
    assert feature["properties"]["ubigeo"] == "08"
    west, south = feature["geometry"]["coordinates"][0][0][0]
    assert -76 < west < -68
    assert -16 < south < -10


def test_gml_is_read_by_gdal(client: Client, tmp_path: Path) -> None:
    response = ask(client, at(*CUSCO) | on("departments"), INFO_FORMAT="application/vnd.ogc.gml")
    assert response["Content-Type"].startswith("application/vnd.ogc.gml")
    path = tmp_path / "info.gml"
    path.write_bytes(response.content)
    table = pyogrio.read_dataframe(path)
    assert list(table["name"]) == ["Cusco"]
    geom = AdminUnit.objects.get(pk="08").geom
    assert geom is not None
    assert table.total_bounds == pytest.approx(geom.extent, abs=1e-5)


def test_gml_keeps_values_that_xml_must_escape(client: Client, committed_name: str) -> None:
    root = etree.fromstring(
        ask(client, at(*CUSCO) | on("departments"), INFO_FORMAT="application/vnd.ogc.gml").content
    )
    found = root.findtext(".//{*}name")
    assert found == committed_name.replace("\x07", "")


def test_html(client: Client) -> None:
    response = ask(client, at(*CUSCO) | on("departments"), INFO_FORMAT="text/html")
    page = response.content.decode()
    assert "<h2>Cusco</h2>" in page
    assert 'href="http://testserver/t/08/"' in page
    assert "Población" in page
    assert "Natural Earth (generalizado)" in page  # a code's label, not the code


def test_html_may_be_framed_but_runs_nothing(client: Client) -> None:
    response = ask(client, at(*CUSCO), INFO_FORMAT="text/html")
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_html_marks_samples(client: Client) -> None:
    base = at(*CUSCO) | on("environmental_commissions")
    page = ask(client, base, INFO_FORMAT="text/html").content.decode()
    assert "EJEMPLO · " in page
    assert "Ejemplo: no es un dato real." in page


@pytest.fixture
def committed_name() -> str:
    """A department's name with everything that upsets a writer; rolled back after the test."""
    name = 'Qosqo "T\'ika" <b>&amp;</b> ]]> % !bbox! \\ {{x}} ñ 🏔\x07'
    AdminUnit.objects.filter(pk="08").update(name=name)
    return name


def test_html_escapes(client: Client, committed_name: str) -> None:
    page = ask(client, at(*CUSCO), INFO_FORMAT="text/html").content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page


@pytest.mark.parametrize("format_", ["application/json", "text/plain"])
def test_hostile_text_comes_back(client: Client, committed_name: str, format_: str) -> None:
    text = ask(client, at(*CUSCO), INFO_FORMAT=format_).content.decode()
    if format_ == "application/json":
        text = json.loads(text)["features"][0]["properties"]["name"]
    assert committed_name in text


def test_1_1_1_names_the_pixel_x_y(client: Client) -> None:
    base = at(*CUSCO) | {"VERSION": "1.1.1", "SRS": "EPSG:4326", "X": "100", "Y": "100.0"}
    assert names(client, base, CRS=None, I=None, J=None) == ["Cusco"]


def test_utm(client: Client) -> None:
    x, y = Transformer.from_crs(4326, 32719, always_xy=True).transform(*CUSCO)
    base = at(*CUSCO) | {"CRS": "EPSG:32719", "BBOX": f"{x - 500},{y - 500},{x + 500},{y + 500}"}
    assert names(client, base) == ["Cusco"]
