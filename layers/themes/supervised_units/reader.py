"""OEFA's supervised units. Format: ``docs/importar-unidades-fiscalizables.md``."""

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
from layers.themes.firms_only import without_persons
from layers.themes.oefa_places import declared_units
from layers.themes.supervised_units.columns import FILE

_NAMED = ("unidad_fiscalizable", "administrado")


def read_supervised_units(data: FileData, context: Context) -> Reading:
    """The units of a layer or a table; raises SourceError.

    One without a code is refused, as is a second one of a code. One without a place stays, and is
    on no map.
    """
    found = read_located(data, FILE, context.choice)
    table = without_persons(found.frame, "cod_uf", _NAMED, samples=context.samples)
    values = FILE.read(table, context)
    values |= {
        "name": FILE.or_unknown("name", _texts(table, _NAMED[0])),
        "holder": FILE.or_unknown("holder", _texts(table, _NAMED[1])),
        "geom": table.read_together(("latitud", "longitud"), parse_position),
        "declared_ubigeo": declared_units(table, context.units),
    }
    table.refuse_repeated((values["code"],), "cod_uf", "la unidad fiscalizable")
    frame = FILE.frame(table, values)
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    nowhere = int((frame["geom"].isna() & frame["declared_ubigeo"].isna()).sum())
    said = (f"{nowhere} unidades no dicen su lugar: no están en el mapa.",) if nowhere else ()
    return Reading({"supervised_units": frame}, tuple(errors), table.notices, said)


def _texts(table: Columns, column: str) -> pd.Series:
    return table.read_if_possible(column, partial(parse_text, max_length=250))
