"""The oracle's side: the same polygons and points in shapely, read without the code under test."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from territory.models import AdminUnit

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SHARED_DATA = ROOT.parent / "shared" / "data"


def stored(level: str) -> dict[str, Any]:
    """Ubigeo → the stored polygon."""
    rows = AdminUnit.objects.filter(level=level).values_list("ubigeo", "geom")
    return {ubigeo: shapely.from_wkb(bytes(geom.wkb)) for ubigeo, geom in rows if geom}


def departments() -> dict[str, Any]:
    """Ubigeo → the polygon of the shipped file."""
    text = (FIXTURES / "departments.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["ubigeo"]: shape(feature["geometry"])
        for feature in json.loads(text)["features"]
    }


def capitals() -> dict[str, Any]:
    """District ubigeo → its capital's point, where the shipped file has one."""
    with (FIXTURES / "units.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["ubigeo"]: shapely.Point(float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
            if row["level"] == "district" and row["longitude"]
        }
