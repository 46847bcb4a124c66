"""A GeoTIFF at an address: kept as its owner's raster, and put in place of the earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from layers.errors import WrongState
from layers.models import Coverage, CoverageEvent, CoverageState, HarvestRun
from layers.rasters import storage
from layers.rasters.coverage import raster_of
from layers.rasters.points import values_at
from layers.reading.results import SourceError
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import send
from tests.layers.reading.rasters.test_converting import tiff, write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()
MODIFIED = "Sat, 31 Jan 2026 12:00:00 GMT"
CELLS = np.arange(12 * 15, dtype="int16").reshape(12, 15) + 1
State = HarvestRun.State


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    return tmp_path / "kept"


def served(place: Place, path: Path, options: str = "kind=quantity unit=mm", **said: Any) -> None:
    def answer(handler: Any, _path: str, _said: dict[str, str]) -> None:
        send(handler, path.read_bytes(), "image/tiff", Last_Modified=MODIFIED)

    address = f"{place.serve(answer)}/datos/lluvia.tif"
    place.sources({"protocol": "file", "address": address, "options": options, **said})


def file(tmp_path: Path, cells: Any = CELLS, name: str = "a.tif", **more: Any) -> Path:
    return write(tmp_path / name, cells, nodata=-1, **more)


def raster(place: Place) -> Coverage:
    found = place.state.coverage
    assert found is not None
    return found


def test_a_geotiff_becomes_a_published_raster(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path))
    run = place.harvest()
    coverage = raster(place)
    assert (run.state, run.rows) == (State.DONE, CELLS.size)
    assert run.differences == {"added": CELLS.size, "changed": 0, "gone": 0, "same": 0}
    assert coverage.is_public
    assert coverage.agency is not None
    assert (coverage.agency.acronym, coverage.kind) == ("PRUEBA", "quantity")
    assert (coverage.bands[0]["unit"], coverage.original_name) == ("mm", "lluvia.tif")
    assert str(coverage.cutoff_date) == "2026-01-31"  # as the server says of the file
    assert "Cosechado de Entidad de prueba" in coverage.abstract
    assert coverage.licence == "public-document"
    assert values_at(raster_of(coverage), -74.955, -10.035) == [float(CELLS[3, 4])]
    page = Client().get(f"/catalogo/{coverage.name}/").content.decode()
    assert "Entidad de prueba" in page


def test_without_a_licence_it_stays_private(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path), licence="")
    place.harvest()
    assert raster(place).state == CoverageState.PRIVATE


def test_the_same_file_changes_nothing(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path))
    place.harvest()
    version = raster(place).version
    run = place.harvest()
    assert (run.state, run.differences["same"]) == (State.SAME, CELLS.size)
    assert raster(place).version == version
    assert place.harvest().state == State.SAME


def test_another_takes_its_place_under_the_same_name(
    place: Place, tmp_path: Path, kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    path = file(tmp_path)
    served(place, path)
    place.harvest()
    first = raster(place)
    Coverage.objects.filter(pk=first.pk).update(abstract=f"De nosotros.\n\n{first.abstract}")
    file(tmp_path, CELLS + 1_000)
    with django_capture_on_commit_callbacks(execute=True):
        run = place.harvest()
    second = raster(place)
    assert (run.state, run.differences["changed"]) == (State.DONE, CELLS.size)
    assert (second.pk, second.name, second.is_public) == (first.pk, first.name, True)
    assert second.version > first.version
    assert second.abstract.startswith("De nosotros.")
    assert values_at(raster_of(second), -74.955, -10.035) == [1_000.0 + CELLS[3, 4]]
    assert [each.name for each in kept.iterdir()] == [second.file_key]
    assert CoverageEvent.objects.filter(coverage=second, done="replaced").count() == 1


def test_tried_only_nothing_is_kept(place: Place, tmp_path: Path, kept: Path) -> None:
    served(place, file(tmp_path))
    run = place.harvest(dry_run=True)
    assert (run.state, run.differences["added"]) == (State.TRIED, CELLS.size)
    assert place.state.coverage is None
    assert not kept.exists()


def test_one_that_lost_most_of_its_cells_is_not_published(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path))
    place.harvest()
    before = raster(place)
    poor = np.where(CELLS > 60, -1, CELLS).astype("int16")
    file(tmp_path, poor)
    with pytest.raises(SourceError, match="más de la mitad"):
        place.harvest()
    after = raster(place)
    assert after.file_key == before.file_key
    assert storage.address(after.file_key)
    assert "no responde desde" in after.abstract


def test_one_of_other_bands_is_not_published(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path))
    place.harvest()
    before = raster(place)
    file(tmp_path, np.stack([CELLS, CELLS]))
    with pytest.raises(SourceError, match="2 bandas"):
        place.harvest()
    assert raster(place).file_key == before.file_key


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>No disponible</html>", "No es un GeoTIFF"),
        (tiff((256, 4, 1, 4_000_000_000), (257, 4, 1, 4_000_000_000)), "celdas"),
        (tiff((256, 4, 1, 9), (257, 4, 1, 9), following=8), "dañado"),
    ],
)
def test_hostile_files_are_refused(
    place: Place, tmp_path: Path, kept: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    served(place, path)
    with pytest.raises(SourceError, match=words):
        place.harvest()
    assert place.state.coverage is None
    assert not kept.exists()


def test_what_the_file_does_not_say_the_table_does(place: Place, tmp_path: Path) -> None:
    path = file(tmp_path, crs=None)
    served(place, path)
    with pytest.raises(SourceError, match="options"):
        place.harvest()
    served(place, path, "kind=quantity unit=mm crs=EPSG:4326 nodata=7")
    assert place.harvest().rows == CELLS.size - 1


def test_one_that_is_about_to_be_deleted_is_left_alone(place: Place, tmp_path: Path) -> None:
    served(place, file(tmp_path))
    place.harvest()
    Coverage.objects.filter(pk=raster(place).pk).update(state=CoverageState.DELETING)
    with pytest.raises(WrongState, match="por borrarse"):
        place.harvest()


@pytest.mark.parametrize(
    "options",
    [
        "kind=otra unit=mm",
        "kind=quantity",
        "kind=classes unit=mm",
        f"kind=quantity unit={'m' * 31}",
    ],
)
def test_what_the_table_says_wrongly_is_named(place: Place, tmp_path: Path, options: str) -> None:
    served(place, file(tmp_path), options)
    with pytest.raises(SourceError, match=r"línea 2: .* no vale para options"):
        place.harvest()
