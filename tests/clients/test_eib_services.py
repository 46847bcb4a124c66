"""GDAL and OWSLib read the EIB services by WFS: all of them, and those of a language."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from owslib.etree import etree as owslib_etree
from owslib.fes2 import Or, PropertyIsEqualTo
from owslib.wfs import WebFeatureService

from territory.models import EibSchool
from tests.ows.wfs.wire import NS

pytestmark = pytest.mark.django_db

LANGUAGE = "Awajún"
FIELDS = ("language_1", "language_2", "language_3")


Features = list[dict[str, Any]]


def ogr2ogr(live_url: str, target: Path, *options: str) -> Features:
    """What GDAL's own program makes of the layer: GeoJSON, longitude first (RFC 7946)."""
    if shutil.which("ogr2ogr") is None:
        pytest.skip("ogr2ogr (gdal-bin) no está en esta máquina")
    source = f"WFS:{live_url}/ows/wfs"
    done = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", str(target), source, "ta:eib_schools", *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    features: Features = json.loads(target.read_text("utf-8"))["features"]
    return features


def code_of(feature: dict[str, Any]) -> tuple[str, str]:
    return feature["properties"]["modular_code"], feature["properties"]["annex"]


def speaking(language: str) -> list[tuple[str, str]]:
    rows = EibSchool.objects.values_list("modular_code", "annex", *FIELDS)
    return sorted((code, annex) for code, annex, *said in rows if language in said)


def test_ogr2ogr_takes_every_service_with_its_languages_and_its_place(
    live_url: str, tmp_path: Path
) -> None:
    features = ogr2ogr(live_url, tmp_path / "eib.geojson")
    rows = {(row.modular_code, row.annex): row for row in EibSchool.objects.all()}
    assert sorted(map(code_of, features)) == sorted(rows)
    for feature in features:
        row = rows[code_of(feature)]
        said = tuple(feature["properties"].get(field) for field in FIELDS)
        assert said == (row.language_1_id, row.language_2_id, row.language_3_id)
        if row.geom is None:
            assert feature["geometry"] is None
        else:
            place = feature["geometry"]["coordinates"]
            assert place == pytest.approx(row.geom.coords, abs=1e-6)
    # One that the register of schools lacks has no place.
    assert any(row.geom is None for row in rows.values())


def test_ogr2ogr_takes_the_services_of_a_language(live_url: str, tmp_path: Path) -> None:
    condition = " OR ".join(f"{field} = '{LANGUAGE}'" for field in FIELDS)
    features = ogr2ogr(live_url, tmp_path / "awajun.geojson", "-where", condition)
    assert sorted(map(code_of, features)) == speaking(LANGUAGE) != []


def test_owslib_reads_the_layer_and_the_services_of_a_language(live_url: str) -> None:
    service = WebFeatureService(f"{live_url}/ows/wfs", version="2.0.0")
    assert "EIB" in service.contents["ta:eib_schools"].title
    schema = service.get_schema("ta:eib_schools")
    assert schema["geometry"] in ("Point", "GeometryPropertyType", "PointPropertyType")
    assert all(schema["properties"][field] == "string" for field in FIELDS)
    tests = [PropertyIsEqualTo(f"ta:{field}", LANGUAGE) for field in FIELDS]
    predicate = owslib_etree.tostring(Or(tests).toXML()).decode()
    answer = service.getfeature(
        "ta:eib_schools",
        filter=f'<fes:Filter xmlns:fes="{NS["fes"]}">{predicate}</fes:Filter>',
        method=f"{{{NS['wfs']}}}Post",
    )
    root = etree.fromstring(answer.read())
    pairs = zip(
        root.iterfind(".//ta:modular_code", NS), root.iterfind(".//ta:annex", NS), strict=True
    )
    assert sorted((str(code.text), str(annex.text)) for code, annex in pairs) == speaking(LANGUAGE)
