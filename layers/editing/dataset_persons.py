"""What one edit would publish of persons: their data, and where those who need protection are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.datasets.columns import Column, attribute
from layers.datasets.layer import layer_of
from layers.datasets.personal import Doubt, Watch, as_cell, in_report
from layers.datasets.refuges import has_places, named_in, telling, why_no_places
from layers.datasets.tables import GEOMETRY
from layers.editing.shapes import PARAMETER
from layers.errors import InvalidGeometry, InvalidParameter
from layers.fields import FieldType
from layers.models import Dataset
from territory.personal_columns import Personal, personal_column

Row = Any
# The rows beside which a new value is judged.
_BESIDE = 1_000
# What a value by itself may turn out to be; a name alone may be that of a square or a school.
_ALONE = (Personal.DOCUMENTS, Personal.CONTACTS)


def watch(dataset: Dataset, columns: tuple[Column, ...], values: Mapping[str, Any]) -> None:
    """Values that look like a person's data are decided on before anybody else sees them.

    Raises InvalidParameter, which names the column, where the layer is public.
    """
    decided = dataset.personal_columns
    asked = [c for c in columns if values.get(c.name) is not None and c.name not in decided]
    if not asked:
        return
    found = Watch(asked)
    places = {column.name: attribute(at) for at, column in enumerate(columns)}
    rows = layer_of(dataset).rows.model._default_manager  # type: ignore[attr-defined]
    beside = rows.order_by("-pk").values_list(*(places[c.name] for c in asked))[:_BESIDE]
    given = [values[column.name] for column in asked]
    list(found.watched([given, *beside]))
    alone = {c.name: doubt for c in asked if (doubt := _alone(c, values[c.name]))}
    doubts = found.doubts | alone
    if doubts and dataset.is_public:
        raise InvalidParameter(
            "Parece tener el nombre, el teléfono, el correo o el documento de una persona: una "
            "capa publicada no los recibe.",
            parameter=min(doubts),
        )
    if doubts:
        dataset.personal_columns |= dict.fromkeys(sorted(doubts), "")
        dataset.report |= in_report(doubts, dataset.report)


def _alone(column: Column, value: Any) -> Doubt | None:
    """A doubt by one value, as though the whole column were of it."""
    if column.type is not FieldType.STRING:
        return None
    kind = personal_column(column.original, [as_cell(value)] * 3, is_known=False)
    if kind not in _ALONE:
        return None
    return Doubt("Se escribió lo que parece el dato de una persona.", is_whole=True)


def check_place(
    dataset: Dataset, row: Row, columns: tuple[Column, ...], *, shape_is_new: bool
) -> None:
    """Refuse a row that would say where victims, or a place that protects them, are.

    The shape of its unit it may keep. Raises InvalidGeometry or InvalidParameter.
    """
    has_shape = getattr(row, GEOMETRY, None) is not None
    is_placed = has_shape and (shape_is_new or has_places(dataset))
    values = {c.name: getattr(row, attribute(at)) for at, c in enumerate(columns)}
    if is_placed and (reason := why_no_places(dataset.title, columns)):
        raise InvalidGeometry(f"La capa no recibe lugares. {reason}", parameter=PARAMETER)
    named = named_in(columns, values)
    if not named:
        return
    told = next((c.name for c in telling(columns) if values[c.name] not in (None, "")), "")
    if is_placed or told:
        raise InvalidParameter(
            "Es de un lugar donde se protege a víctimas: dónde está no se publica. Deje el "
            "elemento sin posición, coordenadas ni dirección.",
            parameter=told or named,
        )
