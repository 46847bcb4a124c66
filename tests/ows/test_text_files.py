"""CSV and GeoJSON as files: cells by RFC 4180 as Python, pandas and GDAL read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from layers.reading.results import harmless
from territory.models import AdminUnit
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT
from tests.commissions import add_commissions
from tests.ows.file_wire import ask, frame, kept, lines, problem, save, take
from tests.ows.wfs import wire as wfs

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"
CSVS = ("csv", "csv-excel", "csv-wkt")
# OWASP, "CSV Injection".
FORMULAS = {
    "equals": '=HYPERLINK("http://x")',
    "plus": "+51 1 234",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "tab": "\t=1",
    "return": "\r=1",
    "wide": "＝1+1",
}


@pytest.mark.parametrize("format_", CSVS)
@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls"])
def test_texts_come_back_exact(client: Client, format_: str, label: str) -> None:
    row = add_commissions(AWKWARD_TEXTS | {"controls": CONTROL_TEXT})[label]
    found = lines(_without_mark(take(client, COMMISSIONS, format_)))
    (line,) = (line for line in found if line["id"] == str(row.pk))
    assert line["name"] == line["created_by"] == row.name
    assert line["commitments"] == "3 14"


def _without_mark(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize("format_", CSVS)
@pytest.mark.parametrize("label", FORMULAS)
def test_a_formula_becomes_text(client: Client, format_: str, label: str) -> None:
    """The apostrophe that ``harmless`` puts before it; numbers below zero stay numbers."""
    row = add_commissions(FORMULAS)[label]
    found = lines(_without_mark(take(client, COMMISSIONS, format_)))
    (line,) = (line for line in found if line["id"] == str(row.pk))
    assert line["name"] == harmless(FORMULAS[label]) == "'" + FORMULAS[label]


def test_numbers_below_zero_stay_numbers(client: Client) -> None:
    found = lines(take(client, "district_capitals", "csv", limit="3"))
    for line in found:
        assert float(line["longitude"]) < -68
        assert float(line["latitude"]) < 0


def test_only_excel_gets_the_mark(client: Client) -> None:
    """UTF-8's byte order mark is what Excel knows UTF-8 by; RFC 4180 readers get none."""
    assert take(client, "departments", "csv-excel").startswith(b"\xef\xbb\xbfid,")
    for format_ in ("csv", "csv-wkt"):
        assert take(client, "departments", format_).startswith(b"id,")


def test_none_is_not_an_empty_text(client: Client) -> None:
    rows = add_commissions({"empty": ""})
    text = take(client, COMMISSIONS, "csv").decode()
    (line,) = (line for line in text.split("\r\n") if line.startswith(f'"{rows["empty"].pk}",'))
    header = text.split("\r\n")[0].split(",")
    cells = line.split(",")
    assert cells[header.index("name")] == '""'
    assert cells[header.index("created_on")] == ""


def test_pandas_reads_types(tmp_path: Path, client: Client) -> None:
    path = save(tmp_path, client, "districts", "csv", skipGeometry="true")
    table = pd.read_csv(path, dtype={"ubigeo": str}, parse_dates=["cutoff_date"])
    assert len(table) == 1891
    assert set(table["ubigeo"].str.len()) == {6}
    assert pd.api.types.is_numeric_dtype(table["population"])
    assert set(table["is_sample"]) == {False}
    assert "WKT" not in table


def test_gdal_reads_wkt_by_itself(tmp_path: Path, client: Client) -> None:
    """GDAL's CSV driver takes a column called WKT for the geometry."""
    path = save(tmp_path, client, "departments", "csv")
    shapes = frame(path).set_index("ubigeo").geometry
    cusco = AdminUnit.objects.get(pk="08").geom
    assert cusco is not None
    found = GEOSGeometry(shapes["08"].wkt, 4326)
    assert found.equals_exact(cusco, 1e-7)
    points = frame(save(tmp_path, client, "district_capitals", "csv-wkt"))
    assert set(points.geometry.geom_type) == {"Point"}


def test_excel_gets_a_place_within(client: Client) -> None:
    """A cell takes no polygon: the place is one of the unit's own."""
    for line in lines(_without_mark(take(client, "departments", "csv-excel"))):
        place = GEOSGeometry(f"POINT({line['inner_longitude']} {line['inner_latitude']})", 4326)
        shape = AdminUnit.objects.get(pk=line["ubigeo"]).geom
        assert shape is not None
        assert shape.buffer(1e-6).contains(place)


def test_provenance_is_in_every_line(client: Client) -> None:
    """Also of a selection that leaves it out, and where the rows don't say it."""
    for parameters in ({}, {"properties": "name"}):
        found = lines(take(client, COMMISSIONS, "csv", **parameters))
        assert {line["is_sample"] for line in found} == {"true"}
        assert all(line["source"] and line["cutoff_date"] for line in found)
    assert list(lines(take(client, COMMISSIONS, "csv", properties="name"))[0]) == [
        "id",
        "name",
        "source",
        "cutoff_date",
        "is_sample",
        "WKT",
    ]


def test_geojson_says_what_it_is(tmp_path: Path, client: Client) -> None:
    """Members of the collection that RFC 7946 §6.1 lets be added; all rows, none paged away."""
    path = save(tmp_path, client, "rural_schools", "geojson-file")
    document = json.loads(path.read_text())
    assert document["is_sample"] is True
    assert document["title"].startswith("EJEMPLO")
    assert document["cutoff_date"]
    assert document["source"]
    listed = json.loads(wfs.body(ask(client, "rural_schools", "json", limit="10000")))
    assert document["features"] == listed["features"]
    assert len(frame(path)) == listed["numberMatched"]


def test_empty(client: Client) -> None:
    for format_ in CSVS:
        assert lines(take(client, "departments", format_, filter="ubigeo = 'x'")) == []
    document = json.loads(take(client, "departments", "geojson-file", filter="ubigeo = 'x'"))
    assert document["features"] == []


# Names, and how a request chooses


@pytest.mark.parametrize(
    ("layer", "parameters", "name"),
    [
        ("districts", {}, "districts_2025-06-30.csv"),
        ("districts", {"filter": "ubigeo LIKE '15%'"}, "districts_seleccion_2025-06-30.csv"),
        ("districts", {"limit": "3"}, "districts_seleccion_2025-06-30.csv"),
        ("rural_schools", {}, None),
    ],
)
def test_name(client: Client, layer: str, parameters: dict[str, str], name: str | None) -> None:
    """RFC 6266; of samples the name says so first."""
    found, _content = kept(ask(client, layer, "csv", **parameters))
    assert found == name or (name is None and found.startswith("EJEMPLO_rural_schools_"))


def test_filter_sort_and_limit(client: Client) -> None:
    asked = {"filter": "ubigeo LIKE '15%'", "sortby": "-name", "limit": "5"}
    names = [line["name"] for line in lines(take(client, "provinces", "csv", **asked))]
    expected = AdminUnit.objects.filter(level="province", pk__startswith="15", valid_to=None)
    assert names == list(expected.order_by("-name").values_list("name", flat=True)[:5])
    everything = lines(take(client, "districts", "csv"))
    assert len(everything) == 1891  # no default limit cuts a file


def test_wfs_gives_the_same(client: Client) -> None:
    for name in ("csv", "text/csv"):
        answer = wfs.ask(
            client,
            typeNames="provinces",
            outputFormat=name,
            cql_filter="ubigeo LIKE '15%'",
            sortBy="name DESC",
            count="5",
            startIndex="2",
            propertyName="name",
        )
        file_name, content = kept(answer)
        assert file_name == "provinces_seleccion_2025-06-30.csv"
        asked = {"filter": "ubigeo LIKE '15%'", "sortby": "-name", "properties": "name"}
        whole = lines(take(client, "provinces", "csv", **asked, skipGeometry="true"))
        assert lines(content) == whole[2:7]


def test_wfs_without_count_is_whole(client: Client) -> None:
    assert len(lines(wfs.body(wfs.ask(client, typeNames="districts", outputFormat="csv")))) == 1891


def test_one_by_its_id(client: Client) -> None:
    asked = {"storedQuery_Id": "urn:ogc:def:query:OGC-WFS::GetFeatureById", "outputFormat": "csv"}
    (line,) = lines(wfs.body(wfs.ask(client, id="districts.150101", **asked)))
    assert line["ubigeo"] == "150101"
    assert wfs.ask(client, id="districts.999999", **asked).status_code == 404


@pytest.mark.parametrize(
    ("parameters", "locator"),
    [
        ({"srsName": "EPSG:32718"}, "srsName"),
        ({"resultType": "hits"}, "resultType"),
        ({"outputFormat": "csvx"}, "outputFormat"),
        ({"count": "-1"}, "count"),
    ],
)
def test_wfs_refuses_by_name(client: Client, parameters: dict[str, str], locator: str) -> None:
    asked = {"typeNames": "districts", "outputFormat": "csv", **parameters}
    answer = wfs.ask(client, **asked)
    assert answer.status_code == 400
    assert f'locator="{locator}"' in wfs.body(answer).decode()


def test_ogc_api_refuses_by_name(client: Client) -> None:
    utm = "http://www.opengis.net/def/crs/EPSG/0/32718"
    assert problem(ask(client, "districts", "csv", crs=utm))["parameter"] == "crs"
    assert problem(ask(client, "districts", "csvx"))["parameter"] == "f"
    assert "csv-excel" in problem(ask(client, "districts", "csvx"))["detail"]
    assert problem(ask(client, "districts", "csv", limit="0"))["parameter"] == "limit"
    assert problem(ask(client, "districts", "csv", colour="red"))["parameter"] == "colour"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, text/html", "text/html; charset=utf-8"),
        ("*/*", "application/geo+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_accept(client: Client, accept: str, media_type: str) -> None:
    """RFC 9110 §12.5.1."""
    path = "/ogc/collections/departments/items"
    answer: Any = client.get(path, headers={"accept": accept})
    answer.getvalue()
    assert answer["Content-Type"] == media_type


def test_only_items_are_files(client: Client) -> None:
    answer = client.get("/ogc/collections", {"f": "csv"})
    assert problem(answer)["parameter"] == "f"
