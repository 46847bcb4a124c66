"""OEFA's supervision points. Format: ``docs/importar-monitoreo-ambiental.md``."""

from __future__ import annotations

import hashlib
from functools import partial

import pandas as pd

from layers.reading.cells import parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.located_files import read_located
from layers.reading.positions import parse_position
from layers.reading.results import Reading
from layers.themes.environmental_monitoring_points.places import (
    key_of,
    parse_matrix,
    parse_named_unit,
)
from layers.themes.environmental_monitoring_points.points_columns import POINTS
from layers.themes.firms_only import without_persons
from territory.models import Matrix, MonitoringRegister

FEED = MonitoringRegister.OEFA_POINTS.value
_MATRIX_NAMES = {code: str(label) for code, label in Matrix.choices}


def read_points(data: FileData, context: Context) -> Reading:
    """The points of a layer or a table; raises SourceError.

    The file has no key and repeats points, so the key is made of all that tells two apart. A
    position that can't be true is left out.
    """
    found = read_located(data, POINTS, context.choice)
    table = without_persons(found.frame, "cuc", ("ptal_admin", "ptal_uf"), samples=context.samples)
    values = POINTS.read(table, context)
    values |= {
        "feed": pd.Series(FEED, table.frame.index, dtype=object),
        "holder": POINTS.or_unknown("holder", _texts(table, "ptal_admin")),
        "facility": POINTS.or_unknown("facility", _texts(table, "ptal_uf")),
        "matrix": table.read("txmatriz", parse_matrix),
        "geom": table.read_together(("latitud", "longitud"), parse_position),
        "declared_ubigeo": table.read_if_possible(
            "txubigeo", partial(parse_named_unit, units=context.units)
        ),
    }
    values["name"] = _names(values)
    values["place_key"] = _keys(table, values)
    again = table.repeated((values["place_key"],))
    frame = POINTS.frame(table, values).drop([row for row in again if row not in table.refused])
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    said = (f"{len(again)} filas repiten un punto: cuenta una vez.",) if again else ()
    return Reading(
        {"environmental_monitoring_points": frame}, tuple(errors), table.notices, said, FEED
    )


def _texts(table: Columns, column: str) -> pd.Series:
    return table.read_if_possible(column, partial(parse_text, max_length=250))


def _names(values: dict[str, pd.Series]) -> pd.Series:
    """Of what a point is called where its register gives none: its matrix, where."""
    pairs = zip(values["matrix"], values["facility"], values["code"], strict=True)
    texts = [
        f"{_MATRIX_NAMES.get(matrix or '', '').capitalize()}, {facility or code}"[:200]
        for matrix, facility, code in pairs
    ]
    return pd.Series(texts, values["code"].index, dtype=object)


def _keys(table: Columns, values: dict[str, pd.Series]) -> pd.Series:
    """By its action and all that distinguishes it there."""
    cells = [values[name].fillna("").astype(str) for name in ("matrix", "geom", "first_on")]
    cells.append(table.frame["ptal_uf"])
    texts = zip(values["code"].fillna(""), *cells, strict=True)
    keys = [
        key_of(code[:80], hashlib.sha256("\n".join(told).encode()).hexdigest()[:12])
        for code, *told in texts
    ]
    return pd.Series(keys, table.frame.index, dtype=object)
