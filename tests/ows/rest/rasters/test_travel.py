"""Travel time in the domain API, by a friction that an operator brings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from django.test import Client
from pyproj import Geod

from layers.errors import InvalidParameter
from layers.models import Coverage, CoverageKind, CoverageState
from layers.rasters.registering import Reading, Said, import_raster, set_state
from tests.layers.reading.rasters.test_converting import write

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/travel-time/"
PLACE = Affine(0.01, 0, -72.5, 0, -0.01, -13)
GEOD = Geod(ellps="GRS80")
# Middles of cells: one row, nine columns apart.
HERE, THERE = (-72.395, -13.505), (-72.305, -13.505)


def published(path: Path, per_metre: float, day: dt.date, unit: str = "min/m") -> Coverage:
    cells = np.full((100, 100), per_metre, "float32")
    cells[:, 60] = -1
    said = Said(f"Fricción {per_metre}", CoverageKind.FRICTION, "Prueba", day, unit=unit)
    coverage = import_raster(write(path, cells, transform=PLACE, nodata=-1), said, Reading())
    set_state(coverage, CoverageState.PUBLISHED)
    return coverage


@pytest.fixture
def friction(tmp_path: Path, settings: Any) -> Coverage:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    return published(tmp_path / "a.tif", 0.0125, dt.date(2020, 1, 1))


def ask(client: Client, **said: str) -> Any:
    query = {"lon": str(HERE[0]), "lat": str(HERE[1]), "to": f"{THERE[0]},{THERE[1]}"} | said
    return client.get(ADDRESS, query)


def test_minutes_to_each_place(client: Client, friction: Coverage) -> None:
    metres = GEOD.inv(*HERE, *THERE)[2]
    answer = ask(client, to=f"{THERE[0]},{THERE[1]};-71.7,-13.5").json()
    near, beyond = answer["places"]
    assert near["straight_m"] == pytest.approx(metres)
    # Along a parallel, step by step: as good as straight over ten kilometres.
    assert near["minutes"] == pytest.approx(0.0125 * metres, rel=1e-5)
    assert beyond["minutes"] is None
    assert "ninguna ruta" in answer["note"]
    assert "más lejos" not in answer["note"]
    assert (answer["raster"]["name"], answer["raster"]["kind"]) == (friction.name, "friction")
    assert answer["raster"]["cutoff_date"] == "2020-01-01"


def test_the_newest_friction_tells(client: Client, friction: Coverage, tmp_path: Path) -> None:
    newer = published(tmp_path / "b.tif", 0.05, dt.date(2024, 1, 1))
    answer = ask(client).json()
    assert answer["raster"]["name"] == newer.name
    metres = GEOD.inv(*HERE, *THERE)[2]
    assert answer["places"][0]["minutes"] == pytest.approx(0.05 * metres, rel=1e-5)
    # One that isn't published is nobody's.
    set_state(newer, CoverageState.PRIVATE)
    assert ask(client).json()["raster"]["name"] == friction.name


def test_nobody_knows_without_a_friction(client: Client) -> None:
    answer = ask(client).json()
    assert answer["places"][0]["minutes"] is None
    assert answer["raster"] is None
    assert answer["note"].startswith("No se puede saber")


@pytest.mark.usefixtures("friction")
def test_nor_where_it_has_no_value(client: Client) -> None:
    answer = ask(client, lon="-71.895").json()  # the cells that nobody crosses
    assert answer["note"].startswith("No se puede saber")
    assert answer["raster"] is None


@pytest.mark.parametrize(
    ("said", "parameter"),
    [
        ({"lon": "x"}, "lon"),
        ({"lat": "91"}, "lat"),
        ({"lon": ""}, "lon"),
        ({"to": ""}, "to"),
        ({"to": "-72"}, "to"),
        ({"to": "-72,-13,5"}, "to"),
        ({"to": "-72,nan"}, "to"),
        ({"to": "-72,-13;"}, "to"),
        ({"to": ";".join(["-72,-13"] * 101)}, "to"),
        ({"from": "1"}, "from"),
    ],
)
def test_what_is_wrong_is_named(client: Client, said: dict[str, str], parameter: str) -> None:
    answer = ask(client, **said)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_a_friction_without_a_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="min/m") as refused:
        published(tmp_path / "a.tif", 1.0, dt.date(2020, 1, 1), unit="puntos")
    assert refused.value.parameter == "unit"
    assert not Coverage.objects.filter(kind=CoverageKind.FRICTION).exists()
