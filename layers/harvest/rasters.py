"""A GeoTIFF at an address: read as one that an agency hands in, kept as its raster.

The table's ``options`` say what its numbers are: ``kind`` and ``unit``, and ``crs`` and ``nodata``
where the file doesn't. Its elements are its cells with a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from layers import sandbox
from layers.errors import WrongState
from layers.harvest.describing import abstract_of, day_of, values_of
from layers.harvest.publishing import LEAST_LEFT
from layers.harvest.session import Session
from layers.harvest.sources import Source
from layers.models import Coverage, CoverageKind, CoverageState, HarvestedSource, HarvestRun
from layers.rasters import states
from layers.rasters.registering import Said, register, replace_cells
from layers.reading.numbers import grouped
from layers.reading.rasters.converting import CONVERTED
from layers.reading.results import ChoiceMissing, SourceError
from layers.temporary import temporary_folder
from territory.models import Agency


@dataclass(frozen=True)
class Taken:
    """What became of it: the raster, and how many cells are new, changed, gone or the same."""

    coverage: Coverage | None
    differences: dict[str, Any]


def take(session: Session, state: HarvestedSource, *, dry_run: bool) -> Taken:
    """Fetch the file and publish its cells; nothing changes where it fails.

    Raises SourceError, WrongState.
    """
    source = session.source
    with temporary_folder("harvest") as folder:
        received = session.fetch(source.address, folder / "file")
        session.run.sha256 = received.sha256
        session.about["day"] = day_of(session.last_modified)
        before = _coverage_of(state)
        if before is not None and _last_sum(state) == received.sha256:
            session.run.rows = _cells(before.bands)
            return Taken(before, _counted(same=session.run.rows))
        found = _converted(session, received.path, folder)
        number = session.run.rows = _cells(found["bands"])
        if before is not None:
            _check_loss(number, _cells(before.bands))
        differences = _counted(added=number) if before is None else _counted(changed=number)
        if dry_run:
            return Taken(before, differences)
        converted = folder / "read" / CONVERTED
        session.progress.step("Guardando el ráster")
        with transaction.atomic():
            coverage = (
                _made(session, state, converted, found)
                if before is None
                else _replaced(session, before, converted, found)
            )
        return Taken(coverage, differences)


def _converted(session: Session, path: Path, folder: Path) -> dict[str, Any]:
    options = session.source.options
    output = folder / "read"
    output.mkdir()
    arguments = {
        "crs": options.get("crs", ""),
        "nodata": options.get("nodata", ""),
        "classes": options.get("kind") == CoverageKind.CLASSES,
    }
    try:
        return sandbox.run(
            "convert_raster", {"file": path}, arguments, output, progress=session.progress
        )
    except ChoiceMissing as missing:
        raise SourceError(
            f"{missing.message} (se dice en «options» de la tabla de fuentes)"
        ) from missing


def _coverage_of(state: HarvestedSource) -> Coverage | None:
    """The raster that it fills; None where there is none, or a person deleted it."""
    coverage = state.coverage
    if coverage is None or coverage.state == CoverageState.DELETED:
        return None
    if coverage.state == CoverageState.DELETING:
        raise WrongState("El ráster de esta fuente está por borrarse: decida antes si queda.")
    return coverage


def _last_sum(state: HarvestedSource) -> str:
    """The sum of the file that was taken last."""
    taken = state.runs.filter(state__in=(HarvestRun.State.DONE, HarvestRun.State.SAME))
    return taken.values_list("sha256", flat=True).first() or ""


def _check_loss(now: int, before: int) -> None:
    if now < LEAST_LEFT * before:
        raise SourceError(
            f"La fuente entrega {grouped(now)} celdas con dato y el ráster tiene "
            f"{grouped(before)}: se pierde más de la mitad. No se publicó; si está bien, borre el "
            "ráster y coseche otra vez."
        )


def _made(
    session: Session, state: HarvestedSource, converted: Path, found: Mapping[str, Any]
) -> Coverage:
    source = session.source
    agency, _is_new = Agency.objects.get_or_create(
        acronym=source.owner, defaults={"name": source.owner_name}
    )
    values = values_of(source, session.about)
    said = Said(
        title=source.title,
        kind=source.options["kind"],
        unit=source.options.get("unit", ""),
        source=values["source"],
        source_url=values["source_url"],
        cutoff_date=values["cutoff_date"],
        abstract=values["abstract"],
        licence=values["licence"],
        attribution=values["attribution"],
        theme=values["theme"],
        keywords=tuple(values["keywords"]),
    )
    coverage = register(converted, found, said, agency=agency, original_name=_name(source))
    state.coverage = coverage
    state.save(update_fields=["coverage"])
    if not agency.needs_approval and not states.missing_for_publication(coverage):
        coverage = states.publish(coverage.pk, None)
    return coverage


def _replaced(
    session: Session, before: Coverage, converted: Path, found: Mapping[str, Any]
) -> Coverage:
    """The cells anew, and the day until which they hold; what a person wrote of it stays."""
    values = values_of(session.source, session.about)
    with states.changing(before.pk, None, "replaced") as coverage:
        replace_cells(coverage, converted, found, _name(session.source))
        coverage.cutoff_date = values["cutoff_date"]
        coverage.abstract = abstract_of(coverage.abstract, session.source)
    return coverage


def _name(source: Source) -> str:
    return source.address.partition("?")[0].rpartition("/")[2]


def _cells(bands: list[Mapping[str, Any]]) -> int:
    return max(int(band.get("cells") or 0) for band in bands)


def _counted(**known: int) -> dict[str, Any]:
    return {"added": 0, "changed": 0, "gone": 0, "same": 0} | known
