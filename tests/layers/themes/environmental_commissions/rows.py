"""Rows of the theme's files as their tests write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pandas as pd

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Cleaned
from layers.reading.specification import Specification

TODAY = dt.date(2026, 1, 31)
UNITS = {
    "08": "Cusco",
    "0801": "Cusco",
    "080101": "Cusco",
    "13": "La Libertad",
    "130101": "Trujillo",
    "140101": "Chiclayo",
}
ORIGIN = {
    "fuente": "Informe 7",
    "url_fuente": "https://www.gob.pe/informe-7",
    "fecha_corte": "2019-12-31",
}
CUSCO = {"tipo": "CAM", "ubigeo": "0801", "territorio": "Cusco"}

Clean = Callable[[pd.DataFrame, Context], Cleaned]


def cleaned(
    clean: Clean,
    file: Specification,
    good: Mapping[str, str],
    *changes: Mapping[str, str],
    samples: bool = False,
) -> Cleaned:
    """What the reader makes of good rows with these changes; the header is row 1."""
    columns = [*file.required, *file.optional]
    given = [{**dict.fromkeys(columns, ""), **good, **change} for change in changes]
    frame = pd.DataFrame(given, range(2, len(given) + 2), columns, dtype=str)
    return clean(frame, Context(Directory(UNITS), TODAY, samples))


def reasons(found: Cleaned) -> list[tuple[int, str, str]]:
    """Row, column and reason of each refusal."""
    return [(error.row, error.column, error.reason) for error in found.errors]


def notes(found: Cleaned) -> list[tuple[int, str, str]]:
    """The same of each cell that is left out."""
    return [(note.row, note.column, note.reason) for note in found.notices]
