"""GDAL on the running server: its WFS, OGC API, GML and GeoJSON drivers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import requests

from layers import registry
from territory.models import AdminUnit
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT, CONTROL_TEXT_IN_XML
from tests.clients.recorder import recorder
from tests.commissions import add_commissions, remove_commissions

NUMBER_OF_DISTRICTS = 1891
LAYERS = {
    "departments": "MultiPolygon",
    "provinces": "MultiPolygon",
    "districts": "MultiPolygon",
    "district_capitals": "Point",
    "commitment_territories": "MultiPolygon",
    "environmental_commissions": "MultiPolygon",
    "commission_assistance": "MultiPolygon",
    "commission_policies": "MultiPolygon",
    "transit_routes": "MultiLineString",
    "transit_stops": "Point",
}


def wfs(url: str) -> str:
    return f"WFS:{url}/ows/wfs"


def oapif(url: str) -> str:
    return f"OAPIF:{url}/ogc/"


@pytest.fixture(params=[wfs, oapif])
def service(request: pytest.FixtureRequest, live_url: str) -> tuple[str, str]:
    """A data source of GDAL's, and what it writes before a layer's name."""
    source = request.param(live_url)
    return source, "ta:" if source.startswith("WFS") else ""


def read(service: tuple[str, str], name: str, **options: Any) -> geopandas.GeoDataFrame:
    source, prefix = service
    return pyogrio.read_dataframe(source, layer=f"{prefix}{name}", **options)


def test_lists_the_layers(service: tuple[str, str]) -> None:
    source, prefix = service
    found = dict(pyogrio.list_layers(source))
    assert set(found) == {f"{prefix}{layer.name}" for layer in registry.LAYERS}
    # Of an empty layer GDAL sees no shape through OGC API.
    assert {f"{prefix}{name}": kind for name, kind in LAYERS.items()}.items() <= found.items()


def test_reads_every_district(service: tuple[str, str]) -> None:
    frame = read(service, "districts")
    assert len(frame) == frame["ubigeo"].nunique() == NUMBER_OF_DISTRICTS
    assert frame.crs.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84"))
    # INEI's extremes of the country, longitude first.
    assert frame.total_bounds == pytest.approx([-81.33, -18.35, -68.65, -0.04], abs=0.05)
    lima = frame[frame["ubigeo"] == "150101"].iloc[0]
    assert (lima["name"], lima["department"]) == ("Lima", "Lima")
    assert lima["population"] > 100_000
    assert str(lima["cutoff_date"])[:10] == "2025-06-30"


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("cutoff_date = '2025/06/30'", NUMBER_OF_DISTRICTS),
        ("cutoff_date < '2025-07-01'", NUMBER_OF_DISTRICTS),
        ("cutoff_date > '2025-07-01'", 0),  # of ">" GDAL's OGC API driver makes ">="
    ],
)
def test_filters_by_date(service: tuple[str, str], where: str, number: int) -> None:
    assert len(read(service, "districts", where=where, read_geometry=False)) == number


def test_reads_a_date_with_its_zone(live_url: str) -> None:
    """The day begins at Lima's midnight; GDAL takes ``2025-06-30-05:00`` for no value at all."""
    found = read((wfs(live_url), "ta:"), "districts", max_features=1, datetime_as_string=True)
    assert found["cutoff_date"].iloc[0] == "2025-06-30T00:00:00-05:00"


def test_both_services_give_the_same(live_url: str) -> None:
    one = read((wfs(live_url), "ta:"), "district_capitals").set_index("ubigeo")
    other = read((oapif(live_url), ""), "district_capitals").set_index("ubigeo")
    # GDAL calls the same CRS by two names.
    other = other.loc[one.index].set_crs(one.crs, allow_override=True)
    assert one.geometry.geom_equals_exact(other.geometry, 1e-9).all()
    for name in ("capital", "altitude_m", "province"):
        assert (one[name].fillna(0) == other[name].fillna(0)).all()


@pytest.mark.parametrize(
    ("where", "belongs"),
    [
        ("department = 'Cusco'", lambda ubigeo: ubigeo.startswith("08")),
        ("ubigeo IN ('150101', '080101')", lambda ubigeo: ubigeo in ("150101", "080101")),
        ("ubigeo LIKE '1501%'", lambda ubigeo: ubigeo.startswith("1501")),
        ("ubigeo >= '2401' AND NOT (ubigeo > '2502')", lambda u: "2401" <= u <= "2502"),
    ],
)
def test_filters(service: tuple[str, str], where: str, belongs: Any, db: None) -> None:
    districts = AdminUnit.objects.filter(level=AdminUnit.Level.DISTRICT)
    everything = districts.values_list("ubigeo", flat=True)
    frame = read(service, "districts", where=where, read_geometry=False)
    assert set(frame["ubigeo"]) == {ubigeo for ubigeo in everything if belongs(ubigeo)}


def test_rectangles(service: tuple[str, str]) -> None:
    frame = read(service, "district_capitals", bbox=(-77.06, -12.06, -77.02, -12.03))
    assert "150101" in set(frame["ubigeo"])
    assert {ubigeo[:4] for ubigeo in frame["ubigeo"]} == {"1501"}


def test_wfs_pages(live_url: str) -> None:
    """In a process of its own: GDAL holds the interpreter's lock while it waits."""
    script = (
        "import pyogrio, sys; pyogrio.set_gdal_config_options({'OGR_WFS_PAGE_SIZE': '300'}); "
        "frame = pyogrio.read_dataframe(sys.argv[1], layer='ta:districts', read_geometry=False); "
        "print(len(frame), frame['ubigeo'].nunique())"
    )
    with recorder(live_url) as (url, asked):
        done = subprocess.run(
            [sys.executable, "-c", script, wfs(url)],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    assert done.stdout.split() == [str(NUMBER_OF_DISTRICTS)] * 2
    pages = [request.get("STARTINDEX", "0") for request in asked if request.get("COUNT") == "300"]
    assert sorted(set(pages), key=int) == [str(start) for start in range(0, 1900, 300)]


@pytest.mark.parametrize(
    ("srs_name", "srid"),
    [
        ("urn:ogc:def:crs:EPSG::4326", 4326),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 4326),
        ("EPSG:4326", 4326),
        ("urn:ogc:def:crs:EPSG::32718", 32718),
        ("EPSG:3857", 3857),
    ],
)
@pytest.mark.parametrize("output_format", ["application/gml+xml; version=3.2", "geojson"])
def test_downloads_in_every_crs(
    live_url: str, tmp_path: Path, srs_name: str, srid: int, output_format: str
) -> None:
    """GDAL knows what each form says of the axes, and lands in Lima's centre."""
    parameters = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "resourceId": "district_capitals.150101",
        "srsName": srs_name,
        "outputFormat": output_format,
    }
    path = tmp_path / ("x.gml" if "gml" in output_format else "x.geojson")
    path.write_bytes(requests.get(f"{live_url}/ows/wfs", parameters, timeout=30).content)
    frame = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == srid
    (point,) = frame.to_crs(4326).geometry
    assert (point.x, point.y) == pytest.approx((-77.04, -12.05), abs=0.05)


def test_texts_come_back_exact(live_url: str, committed_db: None) -> None:
    rows = add_commissions(AWKWARD_TEXTS | {"controls": CONTROL_TEXT})
    try:
        for source in ((wfs(live_url), "ta:"), (oapif(live_url), "")):
            frame = read(source, "environmental_commissions", read_geometry=False)
            names = set(frame["name"].fillna(""))
            if source[1]:
                # GDAL's reader of GML drops leading spaces; the document itself is exact.
                texts = {text.lstrip() for text in AWKWARD_TEXTS.values()} | {CONTROL_TEXT_IN_XML}
            else:
                texts = {*AWKWARD_TEXTS.values(), CONTROL_TEXT}
            assert texts <= names
    finally:
        remove_commissions(rows)
