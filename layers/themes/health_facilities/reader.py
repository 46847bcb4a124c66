"""SUSALUD's register of facilities (RENIPRESS). Format: ``docs/importar-establecimientos.md``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.dates import parse_date
from layers.reading.declared import Declared
from layers.reading.numbers import parse_number
from layers.reading.positions import parse_position, why_not
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.themes.health_facilities.columns import FILE
from territory.names import fold

_ACTIVE = frozenset({"activado", "activo", "activa"})
_NAMES = ("departamento", "provincia", "distrito")
# As the register has them: the column called north holds the longitude.
_LATITUDE, _LONGITUDE = "este", "norte"
# There are hospitals of the sixteenth century.
_EARLIEST = dt.date(1500, 1, 1)


def read_facilities(data: FileData, context: Context) -> Reading:
    """The active facilities of a CSV, spreadsheet or DBF, zipped or not.

    A facility without a code, a name or with another's ubigeo is refused; what can't be true of
    one that is taken (position, category, beds) is left out and told. Raises SourceError.
    """
    found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    active, remarks = _active(found.frame)
    table = Columns(active, "codigo_unico")
    del active
    values = _of_rules(table, context, remarks) | FILE.read(table, context, release=True)
    table.refuse_repeated((values["code"],), "codigo_unico", "el establecimiento")
    frame = FILE.frame(table, values)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading({"health_facilities": frame}, tuple(errors), table.notices, tuple(remarks))


def _active(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The active rows, as far as the file tells, and what is to be said of the others."""
    states = raw["estado"].map(fold)
    if not states.any():
        return raw, ["El archivo no dice el estado: se toman todas las filas como activas."]
    active = states.isin(_ACTIVE)
    if others := int((~active).sum()):
        return raw[active], [f"{others} filas no se toman: su estado no es ACTIVADO."]
    return raw, []


def _of_rules(table: Columns, context: Context, remarks: list[str]) -> dict[str, Any]:
    """What no single column says by its type: unit, position (of which may be a remark), start."""
    latitude, longitude = _LATITUDE, _LONGITUDE
    if _is_as_named(table.frame):
        latitude, longitude = longitude, latitude
        remarks.append(
            "En este archivo NORTE trae la latitud y ESTE la longitud, al revés que en el "
            "registro de siempre: así se leen."
        )
    start = partial(parse_date, today=context.today, earliest=_EARLIEST)
    values = {
        "started_on": table.read_if_possible("inicio_de_actividad", start),
        "declared_ubigeo": Declared(context.units).read(table, "ubigeo", _NAMES),
        "geom": table.read_together((latitude, longitude), parse_position),
    }
    for column in (*_NAMES, "ubigeo", latitude, longitude, "estado", "inicio_de_actividad"):
        table.release(column)
    return values


def _is_as_named(frame: pd.DataFrame) -> bool:
    """Whether more rows can be places with the latitude in NORTE than in ESTE."""
    named = swapped = 0
    for north, east in zip(frame["norte"], frame["este"], strict=True):
        one, other = _number(north), _number(east)
        if one is not None and other is not None:
            named += not why_not(one, other)
            swapped += not why_not(other, one)
    return named > swapped


def _number(raw: str) -> Decimal | None:
    try:
        return parse_number(raw)
    except CellError:
        return None
