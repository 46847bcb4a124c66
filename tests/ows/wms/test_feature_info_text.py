"""Texts that break encoders come back exact from GetFeatureInfo's formats."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pyogrio
import pytest
from django.test import Client
from lxml import etree

from territory.models import EnvironmentalCommission
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT, CONTROL_TEXT_IN_XML
from tests.commissions import add_commissions
from tests.ows.wms.wire import INFO, ask

pytestmark = pytest.mark.django_db
LAYER = "environmental_commissions"
TEXTS = AWKWARD_TEXTS | {"controls": CONTROL_TEXT}
TITLE = "Norma de creación"
INDENT = "    "


@pytest.fixture(params=TEXTS)
def commission(request: pytest.FixtureRequest) -> EnvironmentalCommission:
    """A row whose name and norm are the text, each in a district of its own."""
    label: str = request.param
    return add_commissions(TEXTS)[label]


def info(client: Client, row: EnvironmentalCommission, format_: str) -> bytes:
    """What is said of the row: its district's middle is the map's middle."""
    assert row.declared_unit is not None
    geom = row.declared_unit.geom
    assert geom is not None
    place = geom.point_on_surface
    response = ask(
        client,
        INFO,
        LAYERS=LAYER,
        QUERY_LAYERS=LAYER,
        CRS="CRS:84",
        BBOX=f"{place.x - 0.01},{place.y - 0.01},{place.x + 0.01},{place.y + 0.01}",
        WIDTH="101",
        HEIGHT="101",
        I="50",
        J="50",
        INFO_FORMAT=format_,
        CQL_FILTER=f"declared_ubigeo = '{row.declared_unit_id}'",
    )
    assert response.status_code == 200, response.content
    content: bytes = response.content
    return content


@pytest.mark.parametrize("format_", ["application/json", "application/geo+json"])
def test_geojson(client: Client, commission: EnvironmentalCommission, format_: str) -> None:
    (feature,) = json.loads(info(client, commission, format_))["features"]
    assert feature["properties"]["name"] == feature["properties"]["created_by"] == commission.name
    assert feature["properties"]["created_on"] is None


def test_gml(client: Client, commission: EnvironmentalCommission, tmp_path: Path) -> None:
    document = info(client, commission, "application/vnd.ogc.gml")
    root = etree.fromstring(document)
    expected = CONTROL_TEXT_IN_XML if commission.name == CONTROL_TEXT else commission.name
    for name in ("name", "created_by"):
        (element,) = root.findall(f".//{{*}}{name}")
        assert (element.text or "") == expected
        assert len(element) == 0
    path = tmp_path / "info.gml"
    path.write_bytes(document)
    # GDAL trims what an element of GML holds, and makes no column of nothing but empty texts.
    (read_by_gdal,) = pyogrio.read_dataframe(path).get("name", [""])
    assert read_by_gdal.strip() == expected.strip()


def test_html(client: Client, commission: EnvironmentalCommission) -> None:
    """A parser of HTML turns carriage returns into line feeds."""
    page = lxml.html.fromstring(info(client, commission, "text/html").decode())
    rows = {row.findtext("th"): row.find("td") for row in page.iter("tr")}
    if commission.name == "":
        assert TITLE not in rows
        return
    (shown,) = [rows[TITLE]]
    assert shown is not None
    assert len(shown) == 0
    if commission.name != CONTROL_TEXT:
        expected = commission.name.replace("\r\n", "\n").replace("\r", "\n")
        assert (shown.text or "").replace("\r\n", "\n").replace("\r", "\n") == expected


def test_plain(client: Client, commission: EnvironmentalCommission) -> None:
    """A value's own lines are indented under it, so none passes for another value."""
    text = info(client, commission, "text/plain").decode()
    lines = text.splitlines(keepends=True)
    assert [line for line in lines if not line.startswith(" ") and line.strip()] == lines[:1]
    first = [i for i, line in enumerate(lines) if line.startswith(f"  {TITLE}: ")]
    if commission.name == "":
        assert first == []
        return
    value = lines[first[0]].removeprefix(f"  {TITLE}: ")
    for line in lines[first[0] + 1 :]:
        if not line.startswith(INDENT):
            break
        value += line.removeprefix(INDENT)
    assert value.removesuffix("\n") == commission.name
