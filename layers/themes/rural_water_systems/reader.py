"""SIASAR's files of catchments and of treatments. Format: ``docs/importar-sistemas-rurales.md``."""

from __future__ import annotations

import datetime as dt
from functools import partial

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.dates import parse_date
from layers.reading.directory import Directory
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.reading.specification import Specification
from layers.themes.rural_water_systems.columns import CATCHMENTS_FILE, TREATMENTS_FILE, ZERO_DAY
from territory.models.rural_water import Part

TABLE = "rural_water_systems"


def read_catchments(data: FileData, context: Context) -> Reading:
    """The catchments of a spreadsheet or CSV; raises SourceError."""
    return _read(data, context, CATCHMENTS_FILE, Part.CATCHMENT, "fuente_id")


def read_treatments(data: FileData, context: Context) -> Reading:
    """The treatments of a spreadsheet or CSV; raises SourceError."""
    return _read(data, context, TREATMENTS_FILE, Part.TREATMENT, "trat_id")


def _read(data: FileData, context: Context, file: Specification, part: Part, code: str) -> Reading:
    """A row without a code, a name or a district of INEI's, or with another's code, is refused.

    What can't be true of one that is taken (position, class, year) is left out and told.
    """
    found = read_records(data, file.required, file.optional, file.aliases, context.choice.sheet)
    table = Columns(found.frame, code)
    values = file.read(table, context)
    values["feed"] = part.value
    values["declared_ubigeo"] = table.read(
        "divisiones", partial(_parse_divisions, units=context.units)
    )
    values["surveyed_on"] = table.read_if_possible(
        "fecha_encuesta", partial(_parse_survey, today=context.today)
    )
    values["geom"] = table.read_together(("latitud", "longitud"), parse_position)
    table.refuse_repeated((values["code"],), code, f"la {part.label}")
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading(
        {TABLE: file.frame(table, values)}, tuple(errors), table.notices, feed=part.value
    )


def _parse_divisions(raw: str, units: Directory) -> str:
    """The ubigeo of ``AMAZONAS,CHACHAPOYAS,ASUNCION``; raises CellError."""
    names = [name.strip() for name in raw.split(",")]
    if len(names) != 3 or not all(names):
        raise CellError("Se espera DEPARTAMENTO,PROVINCIA,DISTRITO.")
    found = units.find(*names)
    if found is None:
        raise CellError("El INEI no tiene un distrito con esos tres nombres.")
    return found


def _parse_survey(raw: str, today: dt.date) -> dt.date | None:
    date = parse_date(raw, today)
    if date == ZERO_DAY:
        raise CellError("El 31/12/1969 es un reloj en cero, no una fecha.")
    return date
