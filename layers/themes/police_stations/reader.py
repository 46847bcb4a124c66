"""A list of police stations. Format: ``docs/importar-comisarias.md``."""

from __future__ import annotations

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.themes.police_stations.columns import FILE

_NAMES = ("departamento", "provincia", "distrito")


def read_stations(data: FileData, context: Context) -> Reading:
    """The stations of a CSV, spreadsheet or DBF, zipped or not; raises SourceError.

    One without a name or a district of INEI's, or named as another of its district, is refused; a
    position that can't be true is left out and told.
    """
    found = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    table = Columns(found.frame, "comisaria")
    units = Declared(context.units).read(table, "ubigeo", _NAMES)
    nowhere = units.isna() & ~units.index.isin(list(table.refused))
    table.refuse(nowhere, "distrito", "Sin un distrito del INEI no se sabe dónde está.")
    values = FILE.read(table, context) | {
        "declared_ubigeo": units,
        "geom": table.read_together(("latitud", "longitud"), parse_position),
    }
    table.refuse_repeated((units, values["name"]), "comisaria", "la comisaría del distrito")
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading({"police_stations": FILE.frame(table, values)}, tuple(errors), table.notices)
