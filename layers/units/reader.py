"""INEI's directory and Natural Earth's departments, as ``fixtures/derive.py`` wrote them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = (
    "ubigeo",
    "level",
    "parent_id",
    "name",
    "capital",
    "capital_category",
    "capital_point",
    "altitude_m",
    "population",
    "population_year",
    "source",
    "cutoff_date",
)


def read_units(path: Path, provenance: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of ``units.csv`` as ``FIELDS``, the point as EWKT (EPSG:4326, longitude first).

    ``provenance`` is the file's row of ``provenance.csv``: its source and cut-off date go to
    every unit.
    """
    source = f"{provenance['source']} ({provenance['package']} {provenance['version']})"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ubigeo = row["ubigeo"]
            yield {
                "ubigeo": ubigeo,
                "level": row["level"],
                "parent_id": ubigeo[:-2] or None,
                "name": row["name"],
                "capital": row["capital"] or None,
                "capital_category": row["category"] or None,
                "capital_point": _point(row["longitude"], row["latitude"]),
                "altitude_m": row["altitude_m"] or None,
                "population": row["population"] or None,
                "population_year": row["population_year"] or None,
                "source": source,
                "cutoff_date": provenance["cutoff_date"],
            }


def read_departments(path: Path) -> Iterator[tuple[str, str]]:
    """Department ubigeo and its multipolygon as GeoJSON text (EPSG:4326)."""
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        if geometry["type"] == "Polygon":
            geometry = {"type": "MultiPolygon", "coordinates": [geometry["coordinates"]]}
        yield feature["properties"]["ubigeo"], json.dumps(geometry)


def read_provenance(path: Path) -> dict[str, dict[str, str]]:
    """File name → its row of ``provenance.csv``."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def _point(longitude: str, latitude: str) -> str | None:
    return f"SRID=4326;POINT({longitude} {latitude})" if longitude and latitude else None
