"""``manage.py import_population``: through the sandbox, in place of the former population."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command

from layers.population import importing
from layers.reading.population.cells import CELLS
from layers.reading.results import Provenance, SourceError
from territory.models import AdminUnit, PeopleNearStops, PopulationCell, PopulationSource
from territory.population import near_units
from tests.layers.population.population_files import from_corner, write_blocks, write_grid
from tests.territory import peopled

pytestmark = pytest.mark.django_db

SAID = {
    "source": "Rejilla de prueba",
    "source_url": "https://example.org/poblacion.tif",
    "cutoff": "2025-01-01",
}


def run(*arguments: Any, **options: str) -> str:
    output = io.StringIO()
    call_command("import_population", *arguments, stdout=output, **{**SAID, **options})
    return output.getvalue()


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """The city's people as a file: rows run from the north."""
    place = from_corner(peopled.WEST, peopled.NORTH, peopled.CELL)
    return write_grid(tmp_path / "poblacion.tif", peopled.people()[::-1], place=place)


def test_a_grid_gives_figures_and_a_second_one_takes_its_place(grid: Path, tmp_path: Path) -> None:
    peopled.make_land()
    peopled.make_stops([(-79.045, -8.11)])
    said = run(grid)
    assert "personas" in said
    kept = PopulationSource.objects.get()
    assert (kept.kind, kept.source_url) == ("grid", SAID["source_url"])
    assert kept.people == pytest.approx(peopled.people().sum())
    reach = peopled.reach([(-79.045, -8.11)])
    found = {row.unit_id: row.people for row in near_units()}
    assert found["130101"] == pytest.approx(peopled.within(reach), rel=2e-3)

    block = shapely.box(-79.05, -8.115, -79.04, -8.105)
    blocks = write_blocks(tmp_path / "manzanas.gpkg", [300], [block])
    run(blocks)
    kept = PopulationSource.objects.get()
    assert (kept.kind, kept.field, PopulationCell.objects.count()) == ("blocks", "POB_TOTAL", 1)
    feed = PeopleNearStops.objects.get(feed="prueba")
    area = peopled.equal_area(block)
    expected = 300 * reach.intersection(area).area / area.area
    assert feed.people == pytest.approx(expected, rel=2e-3)
    assert feed.uncovered == 0

    assert "1 celdas" in run(remove=True, source="")  # type: ignore[arg-type]
    assert not PopulationSource.objects.exists()
    assert not PopulationCell.objects.exists()
    assert not PeopleNearStops.objects.exists()


def test_a_publication_of_stops_counts_anew(grid: Path) -> None:
    from layers.loading import importing as loading  # noqa: PLC0415
    from layers.loading.candidates import Candidate  # noqa: PLC0415
    from layers.loading.checking import Handed  # noqa: PLC0415
    from layers.loading.snapshots import File  # noqa: PLC0415
    from layers.loading.sources import find  # noqa: PLC0415
    from layers.reading.context import Feed  # noqa: PLC0415
    from tests.feeds import feed  # noqa: PLC0415

    run(grid)
    assert not PeopleNearStops.objects.filter(feed="red").exists()
    source = find("transport")
    said = Provenance("Municipalidad", "", dt.date(2026, 1, 1))
    reading = loading.check(source, feed(), Handed(said, Feed("red", "1301")))
    loading.publish(source, Candidate.of(reading), file=File("gtfs.zip", "0" * 64))
    stops = [(-79.03, -8.10), (-79.02, -8.11), (-79.01, -8.12)]
    found = PeopleNearStops.objects.get(feed="red")
    assert found.people == pytest.approx(peopled.within(peopled.reach(stops)), rel=2e-3)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"source": ""}, "--source"),
        ({"source_url": "ftp://example.org"}, "--source-url"),
        ({"source_url": ""}, "--source-url"),
        ({"cutoff": ""}, "--cutoff"),
        ({"cutoff": "2999-01-01"}, "--cutoff"),
        ({"covers": "999999"}, "999999"),
        ({"field": "3"}, "banda"),
        ({"crs": "EPSG:nada"}, "sistema de coordenadas"),
    ],
)
def test_what_is_said_wrongly_changes_nothing(
    grid: Path, options: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(grid, **options)
    assert not PopulationSource.objects.exists()


def test_units_that_no_cell_touches_are_not_covered(grid: Path) -> None:
    peopled.make_land()
    run(grid, covers="130101")
    far = "SRID=4326;MULTIPOLYGON(((-70 -15,-69 -15,-69 -14,-70 -14,-70 -15)))"
    AdminUnit.objects.filter(pk="210101").update(geom=far, boundary_source="inei")
    with pytest.raises(CommandError, match="210101"):
        run(grid, covers="130101,210101")
    assert PopulationSource.objects.get().covers == ["130101"]


@pytest.mark.parametrize(
    "content",
    [
        b"<VRTDataset rasterXSize='9' rasterYSize='9'><VRTRasterBand/></VRTDataset>",
        b"II*\0" + b"\xff" * 64,
        b"MM\0+\0\x08\0\0" + b"\xff" * 64,
        b"",
        b"nada",
    ],
)
def test_a_hostile_file_is_refused_in_the_sandbox(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "poblacion.tif"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"archivo|No es un GeoPackage"):
        run(file)


@pytest.mark.parametrize(
    "line",
    [
        "1\t00\n",
        "-1\t0101000020151B000000000000000000000000000000000000\n",
        "1\t0101000020E610000000000000000000000000000000000000\n",
        "NaN\t0101000020151B000000000000000000000000000000000000\n",
        "",
    ],
)
def test_what_a_reading_process_wrote_is_held_against_what_a_cell_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    def answer(_task: str, _files: Any, _asked: Any, folder: Path, **_rest: Any) -> dict[str, Any]:
        (folder / CELLS).write_text(line)
        return {"kind": "points", "field": "x", "crs": "", "without_value": 0, "elsewhere": 0}

    file = tmp_path / "poblacion.tif"
    file.write_bytes(b"II*\0")
    monkeypatch.setattr(importing, "run", answer)
    said = Provenance("x", "https://example.org", dt.date(2025, 1, 1))
    with pytest.raises(SourceError, match="celdas"):
        importing.import_population(file, said, importing.Wanted(), ())
    assert np.all(PopulationSource.objects.count() == 0)
