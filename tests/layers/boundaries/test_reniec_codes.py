"""The real districts under RENIEC's codes, which the same digits give to others."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import CommandError
from django.db import connection

from layers.models import BoundaryImportRow
from tests.layers.boundaries.real_files import DISTRICTS, features, run
from tests.territory import shapes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RENIEC = shapes.SHARED_DATA / "official" / "boundaries" / "ubigeo_distrito.csv"

Outcome = BoundaryImportRow.Outcome


@pytest.fixture
def reniec_file() -> dict[str, Any]:
    """The 1,834 districts as RENIEC would number them."""
    if not RENIEC.exists():
        pytest.skip(f"RENIEC's codes are not at {RENIEC}")
    with RENIEC.open(encoding="utf-8", newline="") as file:
        codes = {row["inei"]: row["reniec"] for row in csv.DictReader(file)}
    content: dict[str, Any] = json.loads(DISTRICTS.read_text(encoding="utf-8"))
    content["features"] = [
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": {
                "UBIGEO": codes[feature["properties"]["IDDIST"]],
                **{n: feature["properties"][n] for n in ("NOMBDEP", "NOMBPROV", "NOMBDIST")},
            },
        }
        for feature in content["features"]
        if codes.get(feature["properties"]["IDDIST"], "NA") != "NA"
    ]
    return content


def test_reniecs_codes_are_recognised_by_the_names(
    reniec_file: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "reniec.geojson"
    path.write_text(json.dumps(reniec_file))
    with pytest.raises(CommandError, match="son de RENIEC"):
        run(path)
    with pytest.raises(CommandError, match="son de RENIEC"):
        run(path, "--scheme=inei")
    report = run(path, "--scheme=reniec")
    stored = shapes.stored("district")
    for feature in features(DISTRICTS):
        code = feature["properties"]["IDDIST"]
        if code in stored:
            assert stored[code].equals(shapely.geometry.shape(feature["geometry"])), code
    # Without codes to lean on, a name that INEI writes otherwise is refused.
    assert report.new > 1800


def test_or_by_the_places_where_there_are_no_names(
    reniec_file: dict[str, Any], tmp_path: Path
) -> None:
    for feature in reniec_file["features"]:
        feature["properties"] = {"UBIGEO": feature["properties"]["UBIGEO"]}
    path = tmp_path / "reniec.geojson"
    path.write_text(json.dumps(reniec_file))
    with pytest.raises(CommandError, match="no son los del INEI"):
        run(path)
    with pytest.raises(CommandError, match="junto a los nombres"):
        run(path, "--scheme=reniec")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_boundaryimport")
        assert cursor.fetchone() == (0,)
