"""A file of population in the place of the former one: read in the sandbox, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DataError, InternalError, connection, transaction

from layers.boundaries.origin import digest_of
from layers.reading.population.cells import CELLS, MAX_CELLS
from layers.reading.results import Provenance, SourceError
from layers.sandbox import Progress, run
from layers.temporary import temporary_folder
from territory.coverage import COUNTRY, Covers, outermost
from territory.models import AdminUnit, PopulationSource
from territory.models.population import EQUAL_AREA_SRID
from territory.population import refresh_near_stops, refresh_unit_population
from territory.population.units import untouched
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """What is meant of a file: its column or band, its layer, its CRS; "" is for it to say."""

    field: str = ""
    layer: str = ""
    crs: str = ""


@dataclass(frozen=True)
class Origin:
    """Which file it is, who brought it in, and of which raster of the catalogue it is, if any."""

    file_name: str
    sha256: str
    by: str = ""
    raster: str = ""


def import_population(
    path: Path,
    said: Provenance,
    wanted: Wanted,
    covers: Collection[str],
    *,
    by: str = "",
    progress: Progress | None = None,
) -> PopulationSource:
    """Read the file, and put it in the place of the population that was loaded before.

    ``covers`` are the units of which the file holds everybody. Everything that is counted of
    the population is counted anew in the same transaction. Raises SourceError; nothing changed
    then.
    """
    origin = Origin(path.name[:255], digest_of(path), by)
    return take(path, said, wanted, covers, origin, progress=progress)


def take(
    path: Path,
    said: Provenance,
    wanted: Wanted,
    covers: Collection[str],
    origin: Origin,
    *,
    progress: Progress | None = None,
) -> PopulationSource:
    """What ``import_population`` does, of a file of whatever origin."""
    known = _known(covers)
    with temporary_folder("population") as folder:
        asked = {"field": wanted.field, "layer": wanted.layer, "crs": wanted.crs}
        found = run("read_population", {"file": path}, asked, folder, progress=progress)
        with transaction.atomic():
            if progress:
                progress.step("Guardando la población")
            _stage(folder / CELLS)
            kept = PopulationSource.objects.create(
                kind=PopulationSource.Kind(found["kind"]),
                source=said.source,
                source_url=said.source_url,
                cutoff_date=said.cutoff_date,
                covers=list(known),
                field=str(found["field"])[:200],
                crs=str(found["crs"])[:200],
                file_name=origin.file_name,
                sha256=origin.sha256,
                raster=origin.raster,
                without_value=int(found["without_value"]),
                elsewhere=int(found["elsewhere"]),
                imported_by=origin.by,
                **_staged(),
            )
            _keep(kept)
            if progress:
                progress.step("Contando personas por unidad y cerca de los paraderos")
            refresh_unit_population()
            _refuse_untouched(kept)
            refresh_near_stops()
    return kept


def remove_population() -> int:
    """Take out what is loaded; gives how many cells that were."""
    with transaction.atomic():
        cells = _delete_former()
        refresh_near_stops()
    return cells


def _known(covers: Collection[str]) -> Covers:
    present = AdminUnit.objects.filter(valid_to__isnull=True, pk__in=covers)
    unknown = set(covers) - set(present.values_list("pk", flat=True)) - {COUNTRY}
    if unknown:
        raise SourceError(
            f"--covers: el directorio del INEI no tiene {', '.join(sorted(unknown))}."
        )
    return outermost(covers)


def _stage(cells: Path) -> None:
    """What the reading process wrote, which might be anything."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["lock"])
        cursor.execute(_SQL["begin"])
        try:
            with (
                transaction.atomic(),
                connection.wrap_database_errors,
                cells.open("rb") as file,
                cursor.copy(_SQL["fill"]) as copy,
            ):
                while block := file.read(_BLOCK):
                    copy.write(block)
        except (DataError, InternalError) as error:
            raise SourceError("El archivo no se pudo leer: sus celdas están dañadas.") from error


def _staged() -> dict[str, Any]:
    """How many cells there are with how many people, as the database counts them."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["check"], {"srid": EQUAL_AREA_SRID})
        cells, people, are_sound = cursor.fetchone()
    if not are_sound or not cells or cells > MAX_CELLS:
        raise SourceError("El archivo no se pudo leer: sus celdas no son válidas.")
    return {"cells": cells, "people": people}


def _keep(population: PopulationSource) -> None:
    _delete_former(but=population.pk)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["keep"], {"population": population.pk})
        cursor.execute(_SQL["analyze"])


def _delete_former(but: int = 0) -> int:
    """By one statement for the cells: Django would fetch millions of keys."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["remove"], {"but": but})
        cells: int = cursor.rowcount
    PopulationSource.objects.exclude(pk=but).delete()
    return cells


def _refuse_untouched(population: PopulationSource) -> None:
    empty = untouched(population)
    if empty:
        names = ", ".join(str(unit) for unit in empty[:5])
        raise SourceError(f"--covers: ninguna celda con valor cae en {names}.")
