"""Complaints by district, month and kind (SIDPOL). Format: ``docs/importar-denuncias.md``."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import partial

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.numbers import parse_count
from layers.reading.provenance import provenance_values
from layers.reading.results import Reading
from layers.reading.tabular import read_table
from layers.themes.crime_counts.columns import FILE, TABLE, parse_kind, parse_note
from layers.themes.crime_counts.gaps import KEY, filled
from territory.models.crime import CrimeCount

_NAMES = ("dpto_hecho_new", "prov_hecho", "dist_hecho")
# Of a district in a month; the country has some 100,000.
_MOST = 10**7
_FIRST_YEAR = 2000


def read_complaints(data: FileData, context: Context) -> Reading:
    """The exact counts of a CSV file or a spreadsheet; raises SourceError.

    A row that is there twice counts once; where two say different numbers nobody knows which one
    holds, so both are refused. The cell of a refused row isn't reported.
    """
    found = read_table(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    table = Columns(found.frame)
    cells = _cells(table, context)
    remarks = list(_left_out(table, cells, context))
    whole = cells.dropna(subset=list(KEY))
    refused = whole.index.isin(list(table.refused))
    unknown = whole.loc[refused, list(KEY)].drop_duplicates()
    values = whole[~refused].dropna().drop_duplicates()
    frame, silent = filled(values, unknown)
    if silent:
        remarks.append(
            f"{silent} meses de departamentos no tienen ninguna fila: quedan como no reportados, y "
            "también sus años."
        )
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    exact = _as_rows(frame, context)
    return Reading({TABLE: exact}, tuple(errors), table.notices, tuple(remarks))


def _cells(table: Columns, context: Context) -> pd.DataFrame:
    """What each row says; None where a cell was refused. Months are counted from the year 0."""
    table.read("nota", partial(parse_note, samples=context.samples))
    # An example among facts, or a fact among examples, says nothing of its cell.
    foreign = list(table.refused)
    month = partial(_parse_month, cutoff=context.required_provenance.cutoff_date)
    units = Declared(context.units).read(table, "ubigeo_hecho", _NAMES)
    nowhere = units.isna() & ~units.index.isin(list(table.refused))
    table.refuse(nowhere, "dist_hecho", "Sin un distrito del INEI no se sabe dónde fue.")
    cells = pd.DataFrame(
        {
            "unit": units,
            "month": table.read_together(("anio", "mes"), month, refuse=True),
            "kind": table.read("p_modalidades", parse_kind),
            "value": table.read("cantidad", _parse_amount),
        }
    )
    return cells.drop(index=foreign)


def _left_out(table: Columns, cells: pd.DataFrame, context: Context) -> Iterator[str]:
    """Take out what can't be counted, or not twice; gives what is to be said of it."""
    cutoff = context.required_provenance.cutoff_date
    if cutoff.day < calendar.monthrange(cutoff.year, cutoff.month)[1]:
        unfinished = cells["month"] == _number(cutoff)
        if unfinished.any():
            cells.loc[unfinished, "month"] = None
            yield (
                f"{int(unfinished.sum())} filas son del mes de la fecha de corte, que no había "
                "terminado: no se toman."
            )
    good = cells[~cells.index.isin(list(table.refused))].dropna()
    repeated = int(good.duplicated().sum())
    if repeated:
        yield f"{repeated} filas repiten otra, con su misma cantidad: cuentan una vez."
    once = good.drop_duplicates()
    differing = set(once.index[once.duplicated(list(KEY), keep=False)])
    if differing:
        again = good.index[good.set_index(list(KEY)).index.isin(_keys(once.loc[list(differing)]))]
        reason = "Otra fila dice otra cantidad del mismo distrito, mes y modalidad."
        table.report({int(at): reason for at in again}, "cantidad", refuse=True)


def _keys(cells: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(cells[list(KEY)])


def _as_rows(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The exact counts with the columns of the table."""
    starts = {int(n): dt.date(int(n) // 12, int(n) % 12 + 1, 1) for n in frame["month"].unique()}
    values = {
        **provenance_values(CrimeCount, context),
        "declared_ubigeo": frame["unit"],
        "period_start": frame["month"].map(starts).astype(object),
        "granularity": frame["granularity"],
        "category": frame["kind"],
        "value": [None if pd.isna(value) else int(value) for value in frame["value"]],
        "state": frame["state"],
        "commitments": pd.Series([list(FILE.commitments)] * len(frame), frame.index, dtype=object),
    }
    rows = pd.DataFrame(values, frame.index, columns=list(FILE.fields), dtype=object)
    # Sums and gaps are no single row of the file.
    rows.index = pd.Index([None] * len(rows), dtype=object)
    return rows


def _parse_month(year: str, month: str, cutoff: dt.date) -> int:
    number, of_year = _whole(year, 9999, 0), _whole(month, 12, 1)
    if not _FIRST_YEAR <= number <= 9998:
        raise CellError("No es un año.")
    if of_year < 1:
        raise CellError("No es un mes: se espera de 1 a 12.", cell=1)
    found = 12 * number + of_year - 1
    if found > _number(cutoff):
        raise CellError("El mes es posterior a la fecha de corte del archivo.")
    return found


def _whole(raw: str, most: int, cell: int) -> int:
    try:
        number = parse_count(raw, most)
    except CellError as error:
        raise CellError(str(error), cell) from None
    if number is None:
        raise CellError("Falta el año." if cell == 0 else "Falta el mes.", cell)
    return number


def _parse_amount(raw: str) -> int:
    number = parse_count(raw, _MOST)
    if number is None:
        raise CellError("Falta la cantidad.")
    return number


def _number(day: dt.date) -> int:
    """The months since the year 0."""
    return 12 * day.year + day.month - 1
