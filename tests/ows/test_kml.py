"""KML: what GDAL reads of it, and its elements by OGC 07-147r2."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from lxml import etree

from territory.models import AdminUnit
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT, CONTROL_TEXT_IN_XML
from tests.commissions import add_commissions
from tests.ows.file_wire import ask, frame, problem, save, take
from tests.ows.wfs import wire as wfs

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"
KML = {"k": "http://www.opengis.net/kml/2.2"}


def document(content: bytes) -> etree._Element:
    found = etree.fromstring(content).find("k:Document", KML)
    assert found is not None
    return found


@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls"])
def test_texts(client: Client, label: str) -> None:
    row = add_commissions({label: (AWKWARD_TEXTS | {"controls": CONTROL_TEXT})[label]})[label]
    root = document(take(client, COMMISSIONS, "kml"))
    (placemark,) = root.findall(f"k:Placemark[@id='{COMMISSIONS}.{row.pk}']", KML)
    expected = CONTROL_TEXT_IN_XML if label == "controls" else row.name
    assert (placemark.findtext("k:name", "", KML)) == expected
    data = {d.get("name"): d.text or "" for d in placemark.iterfind(".//k:SimpleData", KML)}
    assert data["created_by"] == expected
    assert data["commitments"] == "3 14"
    assert data["is_sample"] == "true"
    assert "created_on" not in data  # what is missing is left out


def test_gdal_reads_it(tmp_path: Path, client: Client) -> None:
    """By the driver of KML; longitude before latitude (OGC 07-147r2, 6.2)."""
    table = frame(save(tmp_path, client, "departments", "kml")).set_index("ubigeo")
    assert len(table) == 25
    cusco = AdminUnit.objects.get(pk="08").geom
    assert cusco is not None
    assert GEOSGeometry(table.geometry["08"].wkt, 4326).equals_exact(cusco, 1e-6)
    assert table["population"]["08"] == AdminUnit.objects.get(pk="08").population


def test_what_it_says_of_itself(client: Client) -> None:
    root = document(take(client, "rural_schools", "kml"))
    assert root.findtext("k:name", "", KML).startswith("EJEMPLO")
    description = root.findtext("k:description", "", KML)
    assert "no es un dato real" in description
    assert "Fuente" in description
    declared = [f.get("name") for f in root.iterfind("k:Schema/k:SimpleField", KML)]
    used = {d.get("name") for d in root.iterfind(".//k:SimpleData", KML)}
    assert used <= set(declared)


def test_ids_are_unlike(client: Client) -> None:
    """xsd:ID (OGC 07-147r2, 8.1)."""
    root = document(take(client, "departments", "kml"))
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))


def test_only_in_longitude_and_latitude(client: Client) -> None:
    utm = "http://www.opengis.net/def/crs/EPSG/0/32718"
    assert problem(ask(client, "departments", "kml", crs=utm))["parameter"] == "crs"
    answer = wfs.ask(client, typeNames="departments", outputFormat="kml", srsName="EPSG:3857")
    assert b'locator="srsName"' in wfs.body(answer)


def test_without_geometry_and_empty(client: Client) -> None:
    root = document(take(client, "departments", "kml", skipGeometry="true", properties="name"))
    assert len(root.findall("k:Placemark", KML)) == 25
    assert root.find(".//k:coordinates", KML) is None
    empty = document(take(client, "departments", "kml", filter="ubigeo = 'x'"))
    assert empty.find("k:Placemark", KML) is None
