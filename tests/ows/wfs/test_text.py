"""Texts and geometries that break encoders come back exact, as lxml and json read them."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client

from layers import versions
from territory.models import AdminUnit, BoundarySource, EnvironmentalCommission
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT, CONTROL_TEXT_IN_XML
from tests.commissions import add_commissions
from tests.ows.wfs.wire import NS, ask, body, equal, fes, ids, texts, xml

pytestmark = pytest.mark.django_db
LAYER = "environmental_commissions"


@pytest.fixture(autouse=True)
def new_versions(db: None) -> None:
    versions.bump(LAYER, "districts")


@pytest.fixture
def commissions() -> dict[str, EnvironmentalCommission]:
    return add_commissions(AWKWARD_TEXTS | {"controls": CONTROL_TEXT})


@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls"])
def test_gml(client: Client, commissions: dict[str, EnvironmentalCommission], label: str) -> None:
    row = commissions[label]
    root = xml(ask(client, resourceId=f"{LAYER}.{row.pk}"))
    expected = CONTROL_TEXT_IN_XML if label == "controls" else row.name
    for name in ("name", "created_by"):
        (element,) = root.findall(f".//ta:{name}", NS)
        assert (element.text or "") == expected
        assert len(element) == 0
    assert root.findtext(".//ta:commitments", "", NS) == "3,14"
    assert texts(root, ".//ta:created_on/@xsi:nil") == ["true"]  # NULL
    assert root.findtext(".//ta:is_sample", "", NS) == "true"


@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls"])
def test_geojson(
    client: Client, commissions: dict[str, EnvironmentalCommission], label: str
) -> None:
    row = commissions[label]
    found = json.loads(body(ask(client, resourceId=f"{LAYER}.{row.pk}", outputFormat="json")))
    (feature,) = found["features"]
    assert feature["properties"]["name"] == feature["properties"]["created_by"] == row.name
    assert feature["properties"]["commitments"] == [3, 14]
    assert feature["properties"]["created_on"] is None


@pytest.mark.parametrize("label", [name for name in AWKWARD_TEXTS if name != "newlines"])
def test_filters_find_it(
    client: Client, commissions: dict[str, EnvironmentalCommission], label: str
) -> None:
    """A carriage return is left out: a parser of XML turns it into a line feed."""
    row = commissions[label]
    markup = row.name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    quoted = row.name.replace("'", "''")
    expected = [f"{LAYER}.{row.pk}"]
    posted = ask(client, typeNames=LAYER, filter=fes(equal("name", markup)))
    assert ids(xml(posted)) == expected
    assert ids(xml(ask(client, typeNames=LAYER, cql_filter=f"name = '{quoted}'"))) == expected


def test_all_in_one_answer(client: Client, commissions: dict[str, EnvironmentalCommission]) -> None:
    keys = ",".join(f"{LAYER}.{row.pk}" for row in commissions.values())
    root = xml(ask(client, resourceId=keys))
    assert len(root) == len(commissions)
    values = xml(ask(client, "GetPropertyValue", resourceId=keys, valueReference="name"))
    texts = [element[0].text or "" for element in values]
    assert sorted(texts) == sorted([*AWKWARD_TEXTS.values(), CONTROL_TEXT_IN_XML])


@pytest.mark.parametrize("geometry", [None, MultiPolygon(srid=4326)])
def test_rows_without_a_shape(client: Client, geometry: MultiPolygon | None) -> None:
    AdminUnit.objects.create(
        ubigeo="999901",
        level=AdminUnit.Level.DISTRICT,
        parent_id="1501",
        name="Sin límite",
        geom=geometry,
        boundary_source=BoundarySource.APPROXIMATE,
        source="prueba",
        cutoff_date="2025-06-30",
    )
    root = xml(ask(client, resourceId="districts.999901"))
    assert ids(root) == ["districts.999901"]
    assert root.find(".//ta:geom", NS) is None
    assert texts(root, ".//ta:population/@xsi:nil") == ["true"]
    for srs_name in ("", "EPSG:32718"):
        answer = ask(client, resourceId="districts.999901", outputFormat="json", srsName=srs_name)
        (feature,) = json.loads(body(answer))["features"]
        assert not (feature["geometry"] or {}).get("coordinates")
        assert feature["properties"]["population"] is None
