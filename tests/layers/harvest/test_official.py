"""All registered sources at once, from a table that points at servers of this machine."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from layers.harvest import asking
from layers.harvest.policy import Patience
from layers.models import BoundaryImport, Dataset, HarvestedSource
from territory.models import AdminUnit, BoundarySource
from tests.layers.boundaries.boundary_files import geojson
from tests.layers.boundaries.test_import import DISTRICTS, rows
from tests.layers.harvest import arcgis_server as faults
from tests.layers.harvest.arcgis_server import ArcGIS, point
from tests.layers.harvest.archives import rar
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import FORBIDDEN, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "Patience", lambda: Patience((0.0,), sleep=lambda _s: None))


def official() -> tuple[str, str]:
    """What the command says, and its error."""
    said = io.StringIO()
    try:
        call_command("official", stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def test_every_source_has_its_line(place: Place, tmp_path: Path) -> None:
    inside = geojson(tmp_path / "Distrito.geojson", rows(*DISTRICTS)).read_bytes()
    packed = rar(tmp_path / "Distrito.rar", {"Distrito/Distrito.geojson": inside})

    def gives(handler: Any, _path: str, _said: dict[str, str]) -> None:
        send(handler, packed.read_bytes(), Last_Modified="Sat, 31 Jan 2026 12:00:00 GMT")

    works = f"{place.serve(ArcGIS({n: point(n) for n in range(1, 31)}))}/MapServer"
    fails = f"{place.serve(ArcGIS({1: point(1)}, faults=[faults.error_in_200]))}/MapServer"
    arcgis = {"protocol": "arcgis", "layer": "1"}
    place.sources(
        arcgis | {"key": "puntos", "title": "Puntos", "address": works},
        arcgis | {"key": "falla", "title": "Los que fallan", "address": fails},
        arcgis | {"key": "sin_capa", "title": "Sin capa", "address": works, "layer": ""},
        {
            "key": "limites",
            "title": "Distritos",
            "protocol": "boundaries",
            "address": f"{place.serve(gives)}/files/Distrito.rar",
            "layer": "district",
        },
    )
    said, error = official()
    assert error == ""
    told = {line.split("  ")[0]: line for line in said.splitlines() if "publi" in line}
    assert told["Distritos"].split() == ["Distritos", "4", "2026-01-31", "publicada"]
    assert "30" in told["Puntos"]
    assert "publicada" in told["Puntos"]
    assert "no se publicó: El servicio responde: Error performing" in told["Los que fallan"]
    assert "falta elegir" in told["Sin capa"]
    official_ones = AdminUnit.objects.filter(level="district", boundary_source=BoundarySource.INEI)
    assert set(official_ones.values_list("ubigeo", flat=True)) == set(DISTRICTS)
    assert Dataset.objects.filter(title="Puntos", state="published").exists()
    assert not HarvestedSource.objects.filter(is_enabled=True).exists()
    imports = BoundaryImport.objects.count()
    official()
    assert BoundaryImport.objects.count() == imports  # the same file changes nothing


def test_a_closed_network_is_told_once_and_changes_nothing(place: Place) -> None:
    line = {"protocol": "arcgis", "layer": "1", "address": f"http://{FORBIDDEN}:1/MapServer"}
    place.sources(line, line | {"key": "otra", "address": "https://no-existe.invalid/MapServer"})
    said, error = official()
    assert said.strip() == ""
    assert "no hay salida a internet" in error
    assert "No se cambió nada" in error
    assert not HarvestedSource.objects.exists()
    with pytest.raises(CommandError, match="No se cambió nada"):
        call_command("official", "--probe")
