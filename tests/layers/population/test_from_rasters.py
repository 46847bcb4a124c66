"""A published raster of population counts as an operator's file does, while nobody loaded one."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from layers.jobs import kinds
from layers.models import Coverage, CoverageKind, CoverageState, Job
from layers.population.from_rasters import follow
from layers.progress import Unwatched
from layers.rasters import storage
from layers.rasters.registering import Reading, Said, import_raster, set_state
from layers.rasters.states import changing
from layers.reading.results import SourceError
from territory.models import PeopleNearStops, PopulationCell, PopulationSource
from territory.population import near_units
from tests.layers.population.population_files import from_corner, write_grid
from tests.territory import peopled

pytestmark = pytest.mark.django_db

STOP = (-79.045, -8.11)
SOURCE = "Rejilla del catálogo"
# People can't be fewer than none: the catalogue shows such a raster, and nobody can count by it.
IMPOSSIBLE = -5.0


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> None:
    settings.RASTER_STORAGE = str(tmp_path / "kept")


@pytest.fixture
def city() -> None:
    peopled.make_land()
    peopled.make_stops([STOP])


def raster(
    folder: Path,
    title: str = "Personas",
    cutoff: dt.date | None = dt.date(2020, 1, 1),
    kind: str = CoverageKind.POPULATION,
    values: Any = None,
) -> Coverage:
    """A private raster of the city's people; rows run from the north."""
    place = from_corner(peopled.WEST, peopled.NORTH, peopled.CELL)
    cells = peopled.people() if values is None else values
    path = write_grid(folder / f"{title}.tif", cells[::-1], place=place)
    return import_raster(path, Said(title, kind, SOURCE, cutoff, unit="personas"), Reading())


def published(folder: Path, *args: Any, **values: Any) -> Coverage:
    """The same, shown to everybody; what waits for a worker is done."""
    made = raster(folder, *args, **values)
    set_state(made, CoverageState.PUBLISHED)
    worked()
    return made


def worked() -> list[Any]:
    """Do what waits for a worker; gives what came of each job, or why it failed."""
    found: list[Any] = []
    for job in Job.objects.filter(kind="follow_population"):
        try:
            found.append(kinds.named(job.kind).load()(Unwatched(), **job.arguments))
        except SourceError as error:
            found.append(error.message)
        job.delete()
    return found


def loaded() -> PopulationSource:
    return PopulationSource.objects.get()


def command(*arguments: Any, **options: Any) -> str:
    output = io.StringIO()
    call_command("import_population", *arguments, stdout=output, **options)
    return output.getvalue()


def test_it_is_counted_once_it_is_published_and_no_longer_once_it_is_withdrawn(
    city: None, tmp_path: Path, client: Client
) -> None:
    made = raster(tmp_path)
    assert worked() == []
    set_state(made, CoverageState.PUBLISHED)
    assert worked() == [{"population": SOURCE, "refused": []}]
    kept = loaded()
    assert (kept.raster, kept.kind, kept.cutoff_date) == (made.name, "grid", dt.date(2020, 1, 1))
    assert kept.people == pytest.approx(peopled.people().sum())
    expected = peopled.within(peopled.reach([STOP]))
    found = {row.unit_id: row.people for row in near_units()}
    assert found["130101"] == pytest.approx(expected, rel=2e-3)
    # What the catalogue itself answers of the same place.
    asked = {"lon": str(STOP[0]), "lat": str(STOP[1])}
    answer = client.get("/api/v1/people/", asked).json()
    assert answer["raster"]["name"] == made.name
    assert PeopleNearStops.objects.get(feed="prueba").people == pytest.approx(
        answer["people"], rel=2e-3
    )
    page = client.get("/transporte/").content.decode()
    assert f'href="/catalogo/{made.name}/"' in page
    assert 'href=""' not in page

    set_state(made, CoverageState.PRIVATE)
    worked()
    assert not PopulationSource.objects.exists()
    assert not PeopleNearStops.objects.exists()
    assert "nadie cargó aún una población" in client.get("/transporte/").content.decode()


def test_the_newest_counts_and_an_older_one_once_it_is_gone(tmp_path: Path) -> None:
    old = published(tmp_path, "Vieja", dt.date(2017, 10, 22))
    new = published(tmp_path, "Nueva", values=peopled.people() * 2)
    assert loaded().raster == new.name
    published(tmp_path, "Más vieja", dt.date(2007, 10, 21), values=peopled.people() * 3)
    assert loaded().raster == new.name
    set_state(new, CoverageState.DELETED)
    worked()
    assert (loaded().raster, loaded().cutoff_date) == (old.name, dt.date(2017, 10, 22))


def test_one_that_cannot_be_counted_makes_way_and_is_named(tmp_path: Path) -> None:
    values = peopled.people()
    values[3, 4] = IMPOSSIBLE
    wrong = raster(tmp_path, "Imposible", values=values)
    set_state(wrong, CoverageState.PUBLISHED)
    (message,) = worked()
    assert f"Imposible ({wrong.name})" in message
    assert "fila 57, columna 5 tiene -5 personas" in message
    assert not PopulationSource.objects.exists()
    old = published(tmp_path, "Vieja", dt.date(2017, 10, 22))
    assert loaded().raster == old.name
    (refused,) = follow(Unwatched())["refused"]
    assert wrong.name in refused


def test_a_file_that_is_gone_from_the_storage_is_no_population(tmp_path: Path) -> None:
    made = raster(tmp_path)
    storage.remove(made.file_key)
    set_state(made, CoverageState.PUBLISHED)
    with pytest.raises(SourceError, match=made.name):
        follow(Unwatched())
    assert not PopulationSource.objects.exists()


def test_what_an_operator_loaded_stands_until_it_is_removed(tmp_path: Path) -> None:
    place = from_corner(peopled.WEST, peopled.NORTH, peopled.CELL)
    file = write_grid(tmp_path / "propia.tif", peopled.people()[::-1], place=place)
    said = {
        "source": "La del operador",
        "source_url": "https://example.org",
        "cutoff": "2010-01-01",
    }
    command(file, **said)
    made = published(tmp_path)
    assert (loaded().source, loaded().raster) == ("La del operador", "")
    assert f"Cuenta ahora el ráster publicado: {SOURCE}" in command(remove=True)
    assert loaded().raster == made.name
    command(file, **said)
    assert loaded().raster == ""


def test_what_is_said_of_it_follows_without_its_cells_being_read_again(tmp_path: Path) -> None:
    made = published(tmp_path)
    before = loaded()
    cell = PopulationCell.objects.earliest("pk").pk
    with changing(made.pk, None, "described") as kept:
        kept.source, kept.cutoff_date = "Otra fuente", dt.date(2021, 5, 4)
        kept.source_url = "https://example.org/rejilla"
    worked()
    after = loaded()
    assert (after.pk, PopulationCell.objects.earliest("pk").pk) == (before.pk, cell)
    assert (after.source, after.cutoff_date) == ("Otra fuente", dt.date(2021, 5, 4))
    assert after.source_url == "https://example.org/rejilla"
    with changing(made.pk, None, "described") as kept:
        kept.kind = CoverageKind.QUANTITY  # of people no longer
    worked()
    assert not PopulationSource.objects.exists()


@pytest.mark.parametrize(
    ("kind", "cutoff"),
    [(CoverageKind.QUANTITY, dt.date(2020, 1, 1)), (CoverageKind.POPULATION, None)],
    ids=["of something else", "without a cut-off date"],
)
def test_what_is_no_dated_population_is_not_counted(
    tmp_path: Path, kind: str, cutoff: dt.date | None
) -> None:
    set_state(raster(tmp_path, kind=kind, cutoff=cutoff), CoverageState.PUBLISHED)
    assert len(worked()) == (kind == CoverageKind.POPULATION)
    assert follow(Unwatched()) == {"population": "", "refused": []}
    assert not PopulationSource.objects.exists()


def test_an_operator_says_of_whom_a_raster_has_everybody(city: None, tmp_path: Path) -> None:
    """Where nobody lives it has no value: by its cells alone no unit is covered."""
    values = np.where(peopled.people() == 0, np.nan, peopled.people())
    made = published(tmp_path, values=values)
    assert not near_units().exists()
    command(raster=made.name, covers="130101,130102")
    assert {row.unit_id for row in near_units()} == {"130101"}  # where the stop is
    assert follow(Unwatched())["population"] == SOURCE
    assert loaded().covers == ["130101", "130102"]


def test_other_cells_of_the_same_raster_are_read_and_of_whom_stays(
    city: None, tmp_path: Path
) -> None:
    """As a harvest brings them: the name is the same, the file another."""
    made = published(tmp_path)
    command(raster=made.name, covers="1301")
    twice = raster(tmp_path, "Doble", values=peopled.people() * 2)
    before = {row.unit_id: row.people for row in near_units()}
    with changing(made.pk, None, "replaced") as kept:
        kept.file_key = twice.file_key
    assert worked() == [{"population": SOURCE, "refused": []}]
    assert (loaded().raster, loaded().covers) == (made.name, ["1301"])
    after = {row.unit_id: row.people for row in near_units()}
    assert after == pytest.approx({unit: 2 * people for unit, people in before.items()})


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        ((), {"raster": "no-hay"}, "No hay un ráster de población publicado «no-hay»"),
        ((), {"raster": "r_site_personas", "source": "x"}, "--raster no lleva --source"),
        ((), {"raster": "r_site_personas", "crs": "EPSG:4326"}, "--raster no lleva --crs"),
        ((), {"raster": "r_site_personas", "covers": "999999"}, "999999"),
        (("archivo.tif",), {"raster": "r_site_personas"}, "uno de los tres"),
        ((), {"raster": "r_site_personas", "remove": True}, "--remove no lleva"),
        ((), {}, "uno de los tres"),
    ],
)
def test_what_is_asked_wrongly_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], options: dict[str, Any], said: str
) -> None:
    made = published(tmp_path)
    assert made.name == "r_site_personas"
    with pytest.raises(CommandError, match=said):
        command(*map(Path, arguments), **options)
    assert loaded().raster == made.name
