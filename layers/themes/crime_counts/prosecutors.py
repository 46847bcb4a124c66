"""Complaints in prosecutors' offices, by district and year. Format: ``docs/importar-denuncias.md``.

A row is an article's count, and one article has several rows where the publication left out what
told them apart: so rows are added, of an offence as of extortion, which lies in several articles.
The seat of the office, which the file gives as a ubigeo, isn't read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.numbers import parse_count
from layers.reading.provenance import provenance_values
from layers.reading.results import Reading, SourceError
from layers.reading.tabular import read_table
from layers.themes.crime_counts.columns import parse_note
from layers.themes.crime_counts.prosecutors_cells import OF, counted
from layers.themes.crime_counts.prosecutors_columns import (
    FILE,
    TABLE,
    parse_district,
    parse_offence,
)
from territory.models.prosecutors import DISTRICTS, EXTORTION, PROPERTY, ProsecutorsCount
from territory.names import bare_name, fold
from territory.periods import Granularity

# Of an article in a district's year.
_MOST = 10**7
_FIRST_YEAR = 2000
_EXTORTION = "extorsion"
_WHOLE_YEAR = "enerodiciembre"
# What whole rows that are there twice may be of all: more, and the file holds itself twice.
_TWICE = 0.01


def read_prosecutors(data: FileData, context: Context) -> Reading:
    """The exact counts of the file; raises SourceError where it can't be read as a whole."""
    found = read_table(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    table = Columns(found.frame)
    table.read("nota", partial(parse_note, samples=context.samples))
    # An example among facts, or a fact among examples, says nothing of its cell.
    foreign = list(table.refused)
    cells = _cells(table, context).drop(index=foreign)
    remarks = list(_left_out(table, cells))
    cells = cells[cells["taken"]]
    remarks += _repeated(table, cells)
    rows = counted(cells, table.refused)
    districts = rows["district"].nunique()
    if 0 < districts < DISTRICTS:
        remarks.append(
            f"El archivo trae {districts} distritos fiscales: no son todos los del país."
        )
    errors = sorted((*found.errors, *table.errors), key=lambda error: error.row)
    return Reading({TABLE: _as_rows(rows, context)}, tuple(errors), table.notices, tuple(remarks))


def _cells(table: Columns, context: Context) -> pd.DataFrame:
    """What each row says; None where a cell was refused."""
    raw = table.frame
    day = partial(_parse_day, today=context.today)
    years = table.read("anio_denuncia", partial(_parse_year, today=context.today))
    offence = table.read("generico", parse_offence)
    is_extortion = raw["subgenerico"].map(lambda text: bare_name(text) == _EXTORTION)
    is_elsewhere = is_extortion & offence.notna() & (offence != PROPERTY)
    table.refuse(
        is_elsewhere,
        "subgenerico",
        "La extorsión es un delito contra el patrimonio: no se sabe dónde contarla.",
    )
    return pd.DataFrame(
        {
            "year": years,
            "district": table.read("distrito_fiscal", parse_district),
            "offence": offence.where(~is_extortion, EXTORTION).where(~is_elsewhere, None),
            "value": table.read("cantidad", _parse_amount),
            "extracted_on": table.read("fecha_descarga", day),
            "cutoff_date": table.read("fecha_corte", day),
            "is_whole": raw["periodo_denuncia"].map(bare_name) == _WHOLE_YEAR,
            "is_complaint": raw["tipo_caso"].map(fold) == "denuncia",
        },
        dtype=object,
    )


def _left_out(table: Columns, cells: pd.DataFrame) -> Iterator[str]:
    """Mark what is taken; gives what is to be said of the rest."""
    others = ~cells["is_complaint"].astype(bool)
    if others.any():
        yield f"{int(others.sum())} filas no son denuncias: no se suman con ellas."
    partial_rows = cells[~cells["is_whole"].astype(bool)]
    partial_years = pd.MultiIndex.from_frame(partial_rows[OF])
    unfinished = pd.Series(pd.MultiIndex.from_frame(cells[OF]).isin(partial_years), cells.index)
    if unfinished.any():
        yield (
            f"{int(unfinished.sum())} filas son de años de los que el archivo trae una parte: no "
            "se toman, porque no se comparan con un año entero."
        )
    cells["taken"] = ~others & ~unfinished


def _repeated(table: Columns, cells: pd.DataFrame) -> list[str]:
    """What is said of rows that are there twice; raises SourceError where the file is."""
    texts = table.frame.loc[cells.index].astype(str)
    values = cells["value"].fillna(0).astype(int)
    again = texts.duplicated() & ~cells.index.isin(list(table.refused))
    if not again.any():
        return []
    if values[again].sum() > _TWICE * values.sum():
        raise SourceError(
            f"El archivo trae dos veces las mismas filas ({int(again.sum())}): contarlas "
            "duplicaría las denuncias."
        )
    return [
        f"{int(again.sum())} filas son iguales a otra. Un mismo artículo viene en varias filas que "
        "se suman, así que también se suman estas: no se puede saber si alguna sobra."
    ]


def _as_rows(rows: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The exact counts with the columns of the table."""
    provenance = provenance_values(ProsecutorsCount, context)
    cutoff = rows["cutoff_date"].where(rows["cutoff_date"].notna(), provenance["cutoff_date"])
    values: dict[str, Any] = {
        **provenance,
        "cutoff_date": cutoff,
        "period_start": [dt.date(int(year), 1, 1) for year in rows["year"]],
        "granularity": Granularity.YEAR.value,
        "district": rows["district"],
        "category": rows["offence"],
        "value": rows["value"],
        "state": rows["state"],
        "extracted_on": rows["extracted_on"],
        "commitments": pd.Series([list(FILE.commitments)] * len(rows), rows.index, dtype=object),
    }
    found = pd.DataFrame(values, rows.index, columns=list(FILE.fields), dtype=object)
    # Sums are no single row of the file.
    found.index = pd.Index([None] * len(found), dtype=object)
    return found.where(found.notna(), None)


def _parse_year(raw: str, today: dt.date) -> int:
    year = parse_count(raw, 9999)
    if year is None or not _FIRST_YEAR <= year <= today.year:
        raise CellError(f"Se espera un año de {_FIRST_YEAR} a {today.year}.")
    return year


def _parse_amount(raw: str) -> int:
    number = parse_count(raw, _MOST)
    if number is None:
        raise CellError("Falta la cantidad: vacío no es cero.")
    return number


def _parse_day(raw: str, today: dt.date) -> dt.date | None:
    """``02/12/2024`` → a date; None for an empty cell."""
    text = raw.strip()
    if not text:
        return None
    try:
        day = dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no instant
    except ValueError:
        raise CellError("Se espera una fecha dd/mm/aaaa.") from None
    if day > today:
        raise CellError("La fecha aún no llega.")
    return day
