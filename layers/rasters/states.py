"""What becomes of a raster: described, published, withdrawn, deleted after a while.

Every change raises the version that caches and clients go by, and has its line in the diary.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from layers import jobs
from layers.errors import FeatureNotFound, InvalidParameter, StorageAway, WrongState
from layers.layer import AnyUser
from layers.models.rasters import GONE, Coverage, CoverageEvent, CoverageKind, CoverageState
from layers.rasters import storage
from layers.rasters.listing import changed
from layers.rasters.ramps import default_ramp
from territory.roles import name_of

log = logging.getLogger(__name__)
# Time to think better of it; the file is gone for good after that.
DELETE_AFTER = dt.timedelta(days=7)
# What a form may change.
DESCRIBED = (
    *("title", "abstract", "accuracy", "kind", "theme", "keywords", "source", "source_url"),
    *("cutoff_date", "licence", "attribution", "ramp"),
)


@contextmanager
def changing(pk: int, by: AnyUser | None, done: str) -> Iterator[Coverage]:
    """The coverage, locked, to be changed in the block; saved with its version raised after it.

    Raises FeatureNotFound where it is gone.
    """
    with transaction.atomic():
        coverage = Coverage.objects.select_for_update().filter(pk=pk).first()
        if coverage is None or coverage.state == CoverageState.DELETED:
            raise FeatureNotFound("El ráster ya no existe.")
        was_public, was_kind = coverage.is_public, coverage.kind
        yield coverage
        coverage.version += 1
        coverage.save()
        record(coverage, by, done)
        changed(coverage, was_public=was_public)
        if was_public or coverage.is_public:
            count_people_again(was_kind, coverage.kind)


def count_people_again(*kinds: str) -> None:
    """Have what is counted of people follow, where a raster that everybody sees is or was of them.

    A worker does it once the change is committed.
    """
    if CoverageKind.POPULATION in kinds:
        jobs.submit("follow_population", by=None, lock="population")


def record(coverage: Coverage, by: AnyUser | None, done: str) -> None:
    """A line of the diary; ``by`` is nobody where the site does it by itself."""
    signed = by is not None and by.is_authenticated
    CoverageEvent.objects.create(
        coverage=coverage,
        done=done,
        by_id=by.pk if by is not None and signed else None,
        by_name=name_of(by) if by is not None and signed else "",
    )


def describe(pk: int, by: AnyUser, values: Mapping[str, Any], unit: str) -> Coverage:
    """Say what it is: the fields of ``DESCRIBED``, and the unit of all its bands.

    Raises InvalidParameter where the cells were mixed as measures and would be read as codes, or
    the other way round: their overviews are made by what they are.
    """
    with changing(pk, by, "described") as coverage:
        _require(coverage, *(state for state in CoverageState if state not in GONE))
        kind = CoverageKind(values.get("kind", coverage.kind))
        classes = CoverageKind.CLASSES
        if (kind is classes) != (coverage.kind == classes):
            raise InvalidParameter(
                "Una medida no se vuelve clases, ni al revés: suba el archivo otra vez.",
                parameter="kind",
            )
        for name in DESCRIBED:
            if name in values:
                setattr(coverage, name, values[name])
        coverage.ramp = coverage.ramp or default_ramp(kind)
        coverage.has_relief = kind is CoverageKind.TERRAIN
        coverage.bands = [{**band, "unit": unit} for band in coverage.bands]
    return coverage


def publish(pk: int, by: AnyUser | None) -> Coverage:
    """Show it to everybody; raises WrongState where something has to be said before."""
    with changing(pk, by, "published") as coverage:
        _require(coverage, CoverageState.PRIVATE, CoverageState.WITHDRAWN)
        if missing := missing_for_publication(coverage):
            raise WrongState(" ".join(missing))
        coverage.state = CoverageState.PUBLISHED
    return coverage


def withdraw(pk: int, by: AnyUser) -> Coverage:
    """Show it to its agency alone again."""
    with changing(pk, by, "withdrawn") as coverage:
        _require(coverage, CoverageState.PUBLISHED)
        coverage.state = CoverageState.WITHDRAWN
    return coverage


def delete_later(pk: int, by: AnyUser) -> Coverage:
    """Show it to nobody, and remove it after ``DELETE_AFTER``."""
    with changing(pk, by, "deleting") as coverage:
        _require(coverage, *(state for state in CoverageState if state not in GONE))
        coverage.state = CoverageState.DELETING
        coverage.delete_after = timezone.now() + DELETE_AFTER
    return coverage


def keep(pk: int, by: AnyUser) -> Coverage:
    """Think better of deleting it: its agency sees it again, nobody else."""
    with changing(pk, by, "kept") as coverage:
        _require(coverage, CoverageState.DELETING)
        coverage.state, coverage.delete_after = CoverageState.WITHDRAWN, None
    return coverage


def remove(pk: int, by: AnyUser | None) -> Coverage:
    """Delete it at once, with its file where no other has that."""
    with changing(pk, by, "deleted") as coverage:
        coverage.state, coverage.delete_after = CoverageState.DELETED, None
        transaction.on_commit(lambda: drop_file(coverage.file_key))
    return coverage


def sweep() -> int:
    """Remove the rasters whose time is over; gives how many."""
    over = Coverage.objects.filter(state=CoverageState.DELETING, delete_after__lte=timezone.now())
    keys = list(over.values_list("pk", flat=True))
    for pk in keys:
        remove(pk, None)
    return len(keys)


def missing_for_publication(coverage: Coverage) -> list[str]:
    """What has to be said before others may see it, a sentence each."""
    units = {band.get("unit") for band in coverage.bands}
    needs_unit = coverage.kind != CoverageKind.CLASSES
    return [
        f"Falta {what}."
        for what, value in (
            ("el título", coverage.title),
            ("el resumen", coverage.abstract),
            ("la fuente", coverage.source),
            ("la fecha de corte", coverage.cutoff_date),
            ("la licencia", coverage.licence),
            ("la unidad de medida", not needs_unit or all(units)),
        )
        if not value
    ]


def drop_file(key: str) -> None:
    """Remove a file that no raster has any more; what is deleted keeps its key until that is done.

    What a bucket doesn't do now ``drop_left`` asks of it again.
    """
    in_use = Coverage.objects.filter(file_key=key).exclude(state=CoverageState.DELETED)
    if in_use.exists():
        return
    try:
        storage.remove(key)
    except StorageAway as error:
        log.warning("the file %s of a deleted raster stays for now: %s", key, error)
        return
    Coverage.objects.filter(file_key=key, state=CoverageState.DELETED).update(file_key="")


def drop_left() -> None:
    """Remove the files of deleted rasters that couldn't be removed when they were."""
    gone = Coverage.objects.filter(state=CoverageState.DELETED).exclude(file_key="")
    for key in gone.values_list("file_key", flat=True).distinct():
        drop_file(key)


def _require(coverage: Coverage, *states: CoverageState) -> None:
    if coverage.state not in states:
        raise WrongState(
            f"El ráster está en estado «{coverage.get_state_display()}»: no admite este paso."
        )
