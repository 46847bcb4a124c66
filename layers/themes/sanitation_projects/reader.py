"""Commitment 14: Invierte.pe's investments in sanitation (``docs/importar-saneamiento.md``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from layers.reading.cells import parse_ubigeo
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.positions import parse_position
from layers.reading.results import Cleaned, Reading, RowError, SourceError
from layers.reading.tabular import joined, read_in_chunks
from layers.reading.text import clean, mend
from layers.themes.sanitation_projects.choice import Choosing, choose
from layers.themes.sanitation_projects.columns import FILE, SAME_IN_ALL, has_no_cui, own_key
from layers.themes.sanitation_projects.places import Places
from territory.models.sanitation import SanitationProject

# Added to the source of rows that were chosen by name: it then stands beside every figure.
BY_NAME = " (saneamiento según el nombre de la inversión)"

SelectedBy = SanitationProject.SelectedBy
Values = dict[str, Any]


def read_sanitation_projects(data: FileData, context: Context) -> Reading:
    """A CSV file's or a spreadsheet's rows in sanitation, one a project and unit."""
    file = _chosen(data, context.choice.sheet)
    how = file.how
    frame, without_cui = _keyed(file.frame)
    table = Columns(frame, "codigo_unico")
    # The texts are the table's now, which lets go of them column by column.
    del frame
    file = replace(file, frame=file.frame.iloc[:0])
    remarks = [f"{file.number_of_others} filas no son de saneamiento."]
    if without_cui:
        remarks.append(f"{without_cui} filas no traen CUI: se publican con una clave propia, «S…».")
    if not file.has_functions:
        remarks.append(
            "El archivo no trae la columna FUNCION: las filas se reconocieron por el nombre de "
            "la inversión, y su fuente lo dice."
        )
    values = _values(table, how, context)
    again = _once_each(table, values)
    if again:
        remarks.append(f"{len(again)} filas repiten un proyecto en la misma unidad: cuenta una.")
    frame = FILE.frame(table, values)
    frame = frame.drop(list(again)) if again else frame
    errors = sorted((*file.errors, *table.errors), key=lambda error: error.row)
    notices = tuple(notice for notice in table.notices if notice.row not in again)
    return Reading({"sanitation_projects": frame}, tuple(errors), notices, tuple(remarks))


def _keyed(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows, those without a CUI with a key of their own, and how many these are.

    They are works like others: without them a department's sum lacks what they cost.
    """
    missing = frame["codigo_unico"].map(has_no_cui).astype(bool)
    if not missing.any():
        return frame, 0
    named = frame.loc[missing, ["nombre_inversion", "entidad", "ubigeo"]]
    keys = [own_key(*(clean(mend(text)) for text in row)) for row in named.itertuples(index=False)]
    codes = frame["codigo_unico"].astype(object)
    codes[missing] = keys
    return frame.assign(codigo_unico=codes), int(missing.sum())


@dataclass(frozen=True)
class _Chosen:
    """The rows in sanitation, ``how`` each is known to be, and how many others there were."""

    frame: pd.DataFrame
    how: pd.Series
    errors: tuple[RowError, ...]
    number_of_others: int
    has_functions: bool


def _chosen(data: FileData, sheet: str) -> _Chosen:
    """Chosen while the file is read: of a national one, most rows are of other functions."""
    chunks: list[Cleaned] = []
    hows: list[pd.Series] = []
    sieve, had_functions = Choosing(), False
    for chunk in read_in_chunks(data, FILE.required, FILE.optional, FILE.aliases, sheet, sieve):
        if sieve.has_functions and not had_functions:
            # Those above were chosen by their names for want of any function.
            had_functions = True
            chunks = [replace(above, frame=above.frame.iloc[:0]) for above in chunks]
            hows = [how.iloc[:0] for how in hows]
        functions, names = chunk.frame["funcion"], chunk.frame["nombre_inversion"]
        how = choose(functions, names, has_functions=had_functions)
        chunks.append(replace(chunk, frame=chunk.frame[how != ""]))
        hows.append(how[how != ""])
    found = joined(chunks)
    how = pd.concat(hows)
    number_of_others = sieve.number_of_rows - len(how)
    return _Chosen(found.frame, how, found.errors, number_of_others, had_functions)


def _values(table: Columns, how: pd.Series, context: Context) -> Values:
    """``how`` says of each row how it is known to be sanitation."""
    values = FILE.read(table, context, release=True)
    units = _units(table, context)
    return values | {
        "selected_by": how,
        "source": how.map({by: _source(values["source"], by) for by in SelectedBy}),
        "declared_ubigeo": units,
        "place": units.where(units.notna(), ""),
        "geom": table.read_together(("latitud", "longitud"), parse_position),
    }


def _source(source: str, selected_by: str) -> str:
    if selected_by == SelectedBy.NAME:
        source += BY_NAME
    if len(source) > 200:
        raise SourceError(f"La fuente es demasiado larga: {200 - len(BY_NAME)} caracteres bastan.")
    return source


def _units(table: Columns, context: Context) -> pd.Series:
    """The ubigeo of each row's unit; None for several departments, and after a refusal."""
    columns = ("ubigeo", "departamento", "provincia", "distrito")
    table.report_zeros("ubigeo", parse_ubigeo)
    places = table.read_together(columns, Places(context.units).find, refuse=True)
    doubts = {row: place.doubt for row, place in places.items() if place and place.doubt}
    table.report(doubts, "distrito", refuse=False)
    # Not by ``map``, which makes texts with a None among them a column of texts, with NaN.
    units = [place and place.ubigeo for place in places]
    return pd.Series(units, places.index, dtype=object)


def _once_each(table: Columns, values: Values) -> dict[int, int]:
    """Refuse rows that contradict the first of their project; give those that repeat one.

    Row → the first of the same project in the same unit, to which any of them may bring the
    position.
    """
    _refuse_contradictions(table, values)
    again = table.repeated((values["cui"], values["place"]))
    geom = values["geom"].copy()
    for row, first in again.items():
        if geom[first] is None:
            geom[first] = geom[row]
    values["geom"] = geom
    return again


def _refuse_contradictions(table: Columns, values: Values) -> None:
    rows = table.frame.index
    passing = np.flatnonzero(~rows.isin(list(table.refused)))
    projects = pd.factorize(values["cui"].to_numpy()[passing])[0]
    # Where each row's project first passes.
    firsts = passing[np.unique(projects, return_index=True)[1][projects]]
    later, firsts = passing[passing != firsts], firsts[passing != firsts]
    reasons: dict[int, str] = {}
    for column in reversed(SAME_IN_ALL):  # the first that differs is named
        given = values[column.field].to_numpy()
        for at in np.flatnonzero(given[later] != given[firsts]):
            what = f"La fila {rows[firsts[at]]} da a este CUI otro valor en {column.name}."
            reasons[int(rows[later[at]])] = what
    table.report(reasons, "codigo_unico", refuse=True)
