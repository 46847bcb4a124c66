"""What a feature of an agency's layer was before it changed, as the layer's diary keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from layers.datasets.layer import columns_of
from layers.datasets.personal import Decision
from layers.editing.datasets import may_edit
from layers.layer import AnyUser, Layer
from layers.models import Dataset, DatasetEvent
from territory.personal_data import masked


def former(
    layer: Layer, user: AnyUser, fid: str, version: int
) -> tuple[dict[str, Any], GEOSGeometry | None] | None:
    """The values and the shape that a feature had in a version that an edit put an end to.

    None where it isn't known, or the user may not edit the layer. What the layer masks by now is
    masked here too, and a column that it no longer has is left out.
    """
    dataset = Dataset.objects.filter(name=layer.name).exclude(state="deleted").first()
    if dataset is None or not may_edit(user, dataset):
        return None
    event = DatasetEvent.objects.filter(
        dataset=dataset,
        done=DatasetEvent.Done.EDITED,
        detail__row__fid=int(fid),
        detail__row__version=version + 1,
    ).first()
    if event is None:
        return None
    before = event.detail["row"]["before"]
    shape = before["geometry"]
    return _as_seen(dataset, before["values"]), None if shape is None else GEOSGeometry(shape)


def _as_seen(dataset: Dataset, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for column in columns_of(dataset):
        value = values.get(column.name)
        if isinstance(value, str) and dataset.personal_columns.get(column.name) == Decision.MASK:
            value = masked(value)
        found[column.name] = value
    return found
