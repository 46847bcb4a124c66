"""What becomes of a dataset: published, withdrawn, deleted after a while.

Every change goes through ``changed``, which raises the numbers that caches and clients go by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from layers import overviews
from layers.datasets.layer import columns_of
from layers.datasets.refuges import has_places, shows_refuge, why_no_places
from layers.datasets.tables import drop_table
from layers.errors import FeatureNotFound, WrongState
from layers.geometry_types import GeometryType
from layers.layer import AnyUser
from layers.models.datasets import Dataset, DatasetEvent, DatasetState
from territory.roles import name_of

# Time to think better of it; what is deleted is gone for good after that.
DELETE_AFTER = dt.timedelta(days=7)

_KEPT_WHEN_DELETED = ("name", "title", "agency", "version", "public_version", "created_at")


@contextmanager
def changing(pk: int, by: AnyUser | None, done: str, **detail: Any) -> Iterator[Dataset]:
    """The dataset, locked, to be changed in the block; saved with its numbers raised after it.

    ``done`` and ``detail`` go into its diary. Raises FeatureNotFound where it is gone.
    """
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().filter(pk=pk).first()
        if dataset is None or dataset.state == DatasetState.DELETED:
            raise FeatureNotFound("La capa ya no existe.")
        was_public = dataset.is_public
        yield dataset
        dataset.version += 1
        if was_public or dataset.is_public:
            dataset.public_version += 1
        dataset.save()
        record(dataset, by, done, **detail)
        if dataset.is_public:
            _ask_for_overview(dataset)
        elif was_public:
            overviews.forget_dataset(dataset.table)


def _ask_for_overview(dataset: Dataset) -> None:
    """Have a worker make it, where the layer is large enough to have one."""
    if dataset.number_of_features < overviews.least(GeometryType(dataset.geometry_type)):
        return

    # A job that is taken up before this is committed would not see it.
    transaction.on_commit(overviews.ask, robust=True)


def record(dataset: Dataset, by: AnyUser | None, done: str, **detail: Any) -> None:
    """A line of the dataset's diary; ``by`` is nobody where the site does it by itself."""
    signed = by is not None and by.is_authenticated
    DatasetEvent.objects.create(
        dataset=dataset,
        done=done,
        detail=detail,
        by_id=by.pk if by is not None and signed else None,
        by_name=name_of(by) if by is not None and signed else "",
    )


def publish(pk: int, by: AnyUser | None) -> Dataset:
    """Show it to everybody; ``by`` is nobody where the site does it by itself.

    Raises WrongState where something has to be decided before.
    """
    with changing(pk, by, "published") as dataset:
        _require(dataset, DatasetState.PRIVATE, DatasetState.WITHDRAWN)
        if missing := missing_for_publication(dataset):
            raise WrongState(" ".join(missing))
        if shows_refuge(dataset, columns_of(dataset)):
            raise WrongState(
                "La capa dice dónde está un lugar que protege a víctimas: quite la posición de "
                "esos elementos, o entregue el archivo otra vez."
            )
        dataset.state = DatasetState.PUBLISHED
        dataset.published_at = timezone.now()
    return dataset


def withdraw(pk: int, by: AnyUser) -> Dataset:
    """Show it to its agency alone again; its rows and what is said of it stay."""
    with changing(pk, by, "withdrawn") as dataset:
        _require(dataset, DatasetState.PUBLISHED)
        dataset.state = DatasetState.WITHDRAWN
    return dataset


def delete_later(pk: int, by: AnyUser) -> Dataset:
    """Show it to nobody, and drop it after ``DELETE_AFTER``."""
    with changing(pk, by, "deleting") as dataset:
        _require(dataset, DatasetState.PRIVATE, DatasetState.WITHDRAWN, DatasetState.PUBLISHED)
        dataset.state = DatasetState.DELETING
        dataset.delete_after = timezone.now() + DELETE_AFTER
    return dataset


def keep(pk: int, by: AnyUser) -> Dataset:
    """Think better of deleting it: its agency sees it again, nobody else."""
    with changing(pk, by, "kept") as dataset:
        _require(dataset, DatasetState.DELETING)
        dataset.state = DatasetState.WITHDRAWN
        dataset.delete_after = None
    return dataset


def sweep() -> int:
    """Drop the datasets whose time is over; gives how many. Safe to run beside another."""
    over = Dataset.objects.filter(state=DatasetState.DELETING, delete_after__lte=timezone.now())
    keys = list(over.values_list("pk", flat=True))
    return sum(_drop(pk) for pk in keys)


def _drop(pk: int) -> bool:
    with transaction.atomic():
        locked = Dataset.objects.select_for_update(skip_locked=True)
        over = locked.filter(pk=pk, state=DatasetState.DELETING, delete_after__lte=timezone.now())
        dataset = over.first()
        if dataset is None:
            return False
        drop_table(dataset.table)
        kept = {name: getattr(dataset, name) for name in _KEPT_WHEN_DELETED}
        Dataset(pk=dataset.pk, state=DatasetState.DELETED, **kept).save(force_update=True)
        record(dataset, None, "deleted")
    return True


def missing_for_publication(dataset: Dataset) -> list[str]:
    """What has to be said or decided before others may see it, a sentence each."""
    missing = [
        f"Falta {what}."
        for what, value in (
            ("el título", dataset.title),
            ("el resumen", dataset.abstract),
            ("la fuente", dataset.source),
            ("la fecha de corte", dataset.cutoff_date),
            ("la licencia", dataset.licence),
        )
        if not value
    ]
    open_columns = [name for name, decided in dataset.personal_columns.items() if not decided]
    if open_columns:
        missing.append(
            "Decida qué se hace con las columnas que parecen tener datos personales: "
            f"{', '.join(sorted(open_columns))}."
        )
    if has_places(dataset) and (reason := why_no_places(dataset.title, columns_of(dataset))):
        missing.append(reason)
    return missing


def _require(dataset: Dataset, *states: DatasetState) -> None:
    if dataset.state not in states:
        raise WrongState(
            f"La capa está en estado «{dataset.get_state_display()}»: no admite este paso."
        )
