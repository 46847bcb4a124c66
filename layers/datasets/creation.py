"""A dataset made of clean rows: its description and its table, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from layers.datasets.columns import Column
from layers.datasets.names import layer_name
from layers.datasets.states import record
from layers.datasets.tables import amounts, analyze, copy_rows, create_table, take_units
from layers.geometry_types import GeometryType
from layers.layer import AnyUser
from layers.models.datasets import Dataset, DatasetState
from layers.styles.model import Style
from layers.styles.stored import to_json
from territory.models import Agency


@dataclass(frozen=True)
class Contents:
    """What a table is to hold.

    ``rows``: of each the geometry as hexadecimal WKB in EPSG:4326, x/y (where ``geometry`` isn't
    ``NONE``), then the columns' values, None where unknown. They are read once. ``units``: the
    column of ubigeos from whose units the rows get their shapes instead.
    """

    geometry: GeometryType
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    units: str = ""


@dataclass(frozen=True)
class Description:
    """What is said of it at the start; ``values`` are further fields of ``Dataset``."""

    title: str
    style: Style | None = None
    title_field: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def create(
    agency: Agency, by: AnyUser | None, contents: Contents, said: Description, **detail: Any
) -> Dataset:
    """A private dataset of the agency; nothing stays of it where a row can't be written."""
    with transaction.atomic():
        name, version = _free_name(agency, said.title)
        dataset = Dataset.objects.create(
            name=name,
            title=said.title,
            agency=agency,
            version=version,
            geometry_type=contents.geometry,
            fields=[column.to_json() for column in contents.columns],
            title_field=said.title_field,
            style=to_json(said.style) if said.style else {},
            created_by_id=by.pk if by is not None else None,
            **said.values,
        )
        without_shape = fill(dataset.table, contents)
        dataset.number_of_features, dataset.extent = amounts(dataset.table, contents.geometry)
        if contents.units:
            dataset.report["units_not_found"] = without_shape
        dataset.save(update_fields=["number_of_features", "extent", "report"])
        record(dataset, by, "created", rows=dataset.number_of_features, **detail)
    return dataset


def fill(table: str, contents: Contents) -> int:
    """Make the table, with its rows; how many of them are of a unit that has no shape here."""
    create_table(table, contents.geometry, contents.columns)
    copy_rows(table, contents.geometry, contents.columns, contents.rows)
    without_shape = take_units(table, contents.units) if contents.units else 0
    analyze(table)
    return without_shape


def _free_name(agency: Agency, title: str) -> tuple[str, int]:
    """A name that is free, and a version that no earlier dataset of that name has had."""
    taken = Dataset.objects.exclude(state=DatasetState.DELETED).values_list("name", flat=True)
    name = layer_name(agency.acronym, title, taken)
    newest = Dataset.objects.filter(name=name).aggregate(newest=Max("version"))["newest"]
    return name, (newest or 0) + 1
