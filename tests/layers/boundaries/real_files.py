"""INEI's real boundaries, as republished, and what imports them."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from layers.models import BoundaryImport
from tests.territory import shapes

DISTRICTS = shapes.SHARED_DATA / "boundaries" / "peru_distrital_simple.geojson"
PROVINCES = shapes.SHARED_DATA / "boundaries" / "peru_provincial_simple.geojson"
DEPARTMENTS = shapes.SHARED_DATA / "boundaries" / "peru_departamental_simple.geojson"
PROVINCES_2021 = shapes.SHARED_DATA / "official" / "boundaries" / "LIM_PROVINCIAL_PERU_MIN.json"
BY_NAMES = shapes.SHARED_DATA / "official" / "boundaries" / "nan_peru.gpkg"


def run(path: Path, *options: str) -> BoundaryImport:
    if not path.exists():
        pytest.skip(f"INEI's boundaries are not at {path}")
    call_command(
        "import_boundaries",
        str(path),
        "--source=INEI, de prueba",
        "--cutoff=2015-12-31",
        *options,
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return BoundaryImport.objects.latest("pk")


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found
