"""OEFA's emergencies. Format: ``docs/importar-emergencias-ambientales.md``."""

from __future__ import annotations

from functools import partial

import pandas as pd

from layers.reading.cells import parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.located_files import read_located
from layers.reading.positions import parse_position
from layers.reading.results import Reading
from layers.themes.environmental_emergencies.columns import FILE
from layers.themes.firms_only import without_persons
from layers.themes.oefa_places import declared_units


def read_emergencies(data: FileData, context: Context) -> Reading:
    """The emergencies of a layer or a table; raises SourceError.

    One without a code or a day is refused, as is a second one of a code. One without a place
    stays, and is on no map.
    """
    found = read_located(data, FILE, context.choice)
    columns = ("adm_involucrados", "uf_involucrados")
    table = without_persons(found.frame, "codigo", columns, samples=context.samples)
    values = FILE.read(table, context)
    values |= {
        "holder": FILE.or_unknown("holder", _texts(table, columns[0])),
        "facility": FILE.or_unknown("facility", _texts(table, columns[1])),
        "geom": table.read_together(("latitud", "longitud"), parse_position),
        "declared_ubigeo": declared_units(table, context.units),
    }
    table.refuse_repeated((values["code"],), "codigo", "la emergencia")
    frame = FILE.frame(table, values)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    nowhere = int((frame["geom"].isna() & frame["declared_ubigeo"].isna()).sum())
    said = (f"{nowhere} emergencias no dicen su lugar: no están en el mapa.",) if nowhere else ()
    return Reading({"environmental_emergencies": frame}, tuple(errors), table.notices, said)


def _texts(table: Columns, column: str) -> pd.Series:
    return table.read_if_possible(column, partial(parse_text, max_length=250))
