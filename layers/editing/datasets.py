"""Editing the features of a layer that an agency made of its own file.

Who prepares the layer may, and of a published one who may publish it alone. The diary keeps each
edit for good, with what was before and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.core.serializers.json import DjangoJSONEncoder

from layers.datasets.access import Verb, datasets_of, may
from layers.datasets.columns import Column, attribute
from layers.datasets.layer import columns_of, layer_of
from layers.datasets.states import changing
from layers.datasets.tables import GEOMETRY, amounts
from layers.editing.dataset_persons import check_place, watch
from layers.editing.dataset_values import checked_geometry, checked_values
from layers.editing.edits import Delete, Edit, Insert, Saved, Update
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    LayerNotEditable,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer
from layers.models import Dataset, DatasetState

Row = Any


def may_edit(user: AnyUser, dataset: Dataset) -> bool:
    """Whether the account may change the layer's features as it is now."""
    if dataset.state == DatasetState.DELETING:
        return False
    return may(user, Verb.PUBLISH if dataset.is_public else Verb.PREPARE, dataset)


def edit(layer: Layer, user: AnyUser, change: Edit) -> Saved:
    """Carry out one edit; the caller keeps the transaction.

    Raises what ``layers.editing.apply`` does.
    """
    if not isinstance(change, Insert | Update | Delete):
        raise LayerNotEditable("Los elementos de esta capa no se revisan ni se restauran.")
    known = datasets_of(user).filter(name=layer.name).values_list("pk", flat=True).first()
    if known is None and layer.is_private:
        raise FeatureNotFound(f"No existe la capa «{layer.name}».")
    if known is None:
        raise EditNotAllowed("Los elementos de esta capa los cambia la entidad que la publica.")
    entry: dict[str, Any] = {}
    with changing(known, user, "edited", row=entry) as dataset:
        _check_allowed(user, dataset)
        match change:
            case Insert():
                return _insert(dataset, change, entry)
            case Update():
                return _update(dataset, change, entry)
            case Delete():
                return _delete(dataset, change, entry)


def _check_allowed(user: AnyUser, dataset: Dataset) -> None:
    if dataset.state == DatasetState.DELETING:
        raise WrongState("La capa se va a borrar: nadie cambia sus elementos.")
    if not may_edit(user, dataset):
        raise EditNotAllowed(
            "Su papel en la entidad no permite cambiar los elementos de una capa publicada: "
            "reemplace sus filas con un archivo, o pida que se retire."
            if dataset.is_public
            else "Su papel en la entidad no permite cambiar los elementos de la capa."
        )


def _insert(dataset: Dataset, change: Insert, entry: dict[str, Any]) -> Saved:
    columns = columns_of(dataset)
    row = layer_of(dataset).rows.model()  # type: ignore[attr-defined] # a dataset's rows have one
    notes = _write(dataset, row, columns, change.values, change.geom, moves=True)
    row.save(force_insert=True)
    dataset.number_of_features += 1
    _grow(dataset, _extent(row))
    entry |= {"fid": row.pk, "before": None, "after": _as_json(row, columns)}
    return Saved(str(row.pk), 1, notes)


def _update(dataset: Dataset, change: Update, entry: dict[str, Any]) -> Saved:
    columns = columns_of(dataset)
    row = _locked(dataset, change.fid, change.version)
    before, was = _as_json(row, columns), _extent(row)
    moves = change.without_geom or change.geom is not None
    notes = _write(dataset, row, columns, change.values, change.geom, moves=moves)
    row.row_version += 1
    row.save(force_update=True)
    if moves:
        _shrink(dataset, was)
        _grow(dataset, _extent(row))
    after = _as_json(row, columns)
    entry |= {"fid": row.pk, "version": row.row_version, "before": before, "after": after}
    return Saved(str(row.pk), row.row_version, notes)


def _delete(dataset: Dataset, change: Delete, entry: dict[str, Any]) -> Saved:
    row = _locked(dataset, change.fid, change.version)
    fid, was = str(row.pk), _extent(row)
    entry |= {"fid": row.pk, "before": _as_json(row, columns_of(dataset)), "after": None}
    row.delete()
    dataset.number_of_features -= 1
    _shrink(dataset, was)
    return Saved(fid, None)


def _locked(dataset: Dataset, fid: str, version: int | None) -> Row:
    missing = FeatureNotFound(f"No existe el elemento «{fid[:40]}».", parameter="id")
    if not (fid.isascii() and fid.isdigit() and len(fid) < 19):
        raise missing
    rows = layer_of(dataset).rows.model._default_manager  # type: ignore[attr-defined]
    row = rows.select_for_update().filter(pk=int(fid)).first()
    if row is None:
        raise missing
    if version is None:
        raise VersionRequired
    if row.row_version != version:
        raise VersionConflict(fid, named=version, current=row.row_version)
    return row


def _write(
    dataset: Dataset,
    row: Row,
    columns: tuple[Column, ...],
    values: Mapping[str, Any],
    shape: GEOSGeometry | None,
    *,
    moves: bool,
) -> tuple[str, ...]:
    """Put the values and the shape into the row; what was done to the shape."""
    found = checked_values(columns, dataset.personal_columns, values)
    watch(dataset, columns, found)
    for position, column in enumerate(columns):
        if column.name in found:
            setattr(row, attribute(position), found[column.name])
    notes: tuple[str, ...] = ()
    if moves:
        geometry = GeometryType(dataset.geometry_type)
        checked, notes = checked_geometry(geometry, shape)
        if geometry:
            setattr(row, GEOMETRY, checked)
    check_place(dataset, row, columns, shape_is_new=moves)
    return notes


def _extent(row: Row) -> tuple[float, ...] | None:
    shape = getattr(row, GEOMETRY, None)
    return None if shape is None else tuple(shape.extent)


def _grow(dataset: Dataset, extent: tuple[float, ...] | None) -> None:
    if extent is None:
        return
    west, south, east, north = dataset.extent or extent
    dataset.extent = [
        min(west, extent[0]),
        min(south, extent[1]),
        max(east, extent[2]),
        max(north, extent[3]),
    ]


def _shrink(dataset: Dataset, extent: tuple[float, ...] | None) -> None:
    """Only a shape at the edge may have held it; then all are asked."""
    if extent is None or dataset.extent is None:
        return
    if any(a == b for a, b in zip(extent, dataset.extent, strict=True)):
        geometry = GeometryType(dataset.geometry_type)
        dataset.extent = amounts(dataset.table, geometry)[1]


def _as_json(row: Row, columns: tuple[Column, ...]) -> dict[str, Any]:
    encode = DjangoJSONEncoder()
    values = {}
    for position, column in enumerate(columns):
        value = getattr(row, attribute(position))
        plain = value is None or isinstance(value, bool | int | float | str)
        values[column.name] = value if plain else encode.default(value)
    shape = getattr(row, GEOMETRY, None)
    return {"values": values, "geometry": None if shape is None else shape.hex.decode()}
