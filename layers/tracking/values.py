"""What is said of a milestone or a report, from texts to checked values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from layers.reading.cells import CellError
from layers.tracking.columns import OFFICE, UNITS, columns_of
from territory.models import AdminUnit, Agency, Progress

_EMPTY = "Está vacío y es obligatorio."


@dataclass
class Checked:
    """Values by attribute, foreign keys by their column; errors by the form's column."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What values refer to: agencies' keys by acronym, and the ubigeos that exist."""

    agencies: Mapping[str, int]
    units: frozenset[str]


def known() -> Known:
    """Two queries, however many rows are read with it."""
    agencies = dict(Agency.objects.values_list("acronym", "pk"))
    return Known(agencies, frozenset(AdminUnit.objects.values_list("pk", flat=True)))


def read_values(kind: str, texts: Mapping[str, str], refers_to: Known) -> Checked:
    """All of a milestone's or report's columns; a column that isn't there is empty."""
    checked = Checked()
    for column in columns_of(kind):
        try:
            value = column.read(texts.get(column.name, ""))
            attribute, found = _stored(column.name, column.attribute(kind), value, refers_to)
        except CellError as error:
            checked.errors[column.name] = str(error)
            continue
        checked.values[attribute] = found
        if value is None and kind in column.required:
            checked.errors[column.name] = _EMPTY
    if not checked.errors:
        checked.errors = _contradictions(checked.values)
    return checked


def _stored(name: str, attribute: str, value: Any, refers_to: Known) -> tuple[str, Any]:
    if name == OFFICE.name:
        if value is not None and value not in refers_to.agencies:
            raise CellError(f"«{value[:40]}» no es la sigla de una entidad del plan.")
        return f"{attribute}_id", refers_to.agencies.get(value)
    if name == UNITS.name:
        missing = [code for code in value if code not in refers_to.units]
        if missing:
            raise CellError(f"No existe el ubigeo {missing[0]}.")
    return attribute, value


def _contradictions(values: Mapping[str, Any]) -> dict[str, str]:
    """What no single cell says wrong; the database holds the same by its constraints."""
    found: dict[str, str] = {}
    _check_order(found, values, "planned_start", "planned_end", "fin_previsto")
    _check_order(found, values, "actual_start", "actual_end", "fin_real")
    is_completed = values.get("progress") == Progress.COMPLETED
    if values.get("actual_end") and not is_completed:
        found["estado"] = "Tiene fin real: el estado debe ser «concluido»."
    if is_completed and values.get("percent") not in {None, 100}:
        found["avance"] = "Está concluido: el avance es 100 o queda vacío."
    said_on: dt.date | None = values.get("reported_on") or values.get("cutoff_date")
    for attribute, column in (("actual_start", "inicio_real"), ("actual_end", "fin_real")):
        day = values.get(attribute)
        if day and said_on and day > said_on:
            found[column] = f"Es posterior a la fecha de lo que se dice ({said_on:%d/%m/%Y})."
    return found


def _check_order(
    found: dict[str, str], values: Mapping[str, Any], start: str, end: str, column: str
) -> None:
    if values.get(start) and values.get(end) and values[end] < values[start]:
        found[column] = "Es anterior al inicio."
