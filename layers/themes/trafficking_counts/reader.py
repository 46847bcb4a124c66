"""Victims of trafficking in MININTER's long form. Format: ``docs/importar-trata.md``.

A row is a station's month and one of some eighty categories, and a dozen groups of these repeat the
same victims. So the rows of all victims, and of the categories that are taken, are each summed up
over a region's year: nothing finer leaves this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.themes.trafficking_counts.columns import FILE, OFFENCES, REGISTERS, SAMPLE_NOTE, TAKEN
from layers.themes.trafficking_counts.totals import COLUMN, hold_totals
from territory.models.counts import CountState
from territory.names import fold
from territory.periods import Granularity
from territory.unit_names import LIMA, half_of_lima

TABLE = "trafficking_counts"
_FIRST_YEAR = 2000
_MARK = SampleMark((SAMPLE_NOTE,), f"La nota de una muestra empieza con «{SAMPLE_NOTE}».")
_OF = ["unit", "year", "register", "offence"]
_STATION = [*_OF, "month", "station"]


def read_trafficking(data: FileData, context: Context) -> Reading:
    """The counts of a file, by region and year; raises SourceError."""
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    cleaned, remarks = clean_trafficking(records.frame, context)
    errors = sorted((*records.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({TABLE: cleaned.frame}, tuple(errors), cleaned.notices, remarks)


def clean_trafficking(raw: pd.DataFrame, context: Context) -> tuple[Cleaned, tuple[str, ...]]:
    """What may be taken of ``raw`` (text, indexed by row number), summed up."""
    table = Columns(raw)
    table.read("nota", partial(_parse_note, samples=context.samples))
    cells = _cells(table, context)
    key = [*_STATION, "text"]
    again = cells.dropna(subset=key).duplicated([*key, "value"])
    cells = cells.drop(index=again.index[again])
    table.refuse_repeated([cells[name] for name in key], COLUMN, "con otro valor el dato")
    hold_totals(table, cells.drop(index=list(table.refused), errors="ignore"), _STATION)
    whole = cells.dropna(subset=_OF)
    taken = whole[whole["code"].notna()]
    frame = _summed(taken, table.refused, _missing(whole), context)
    left = int((cells["code"].isna() & cells["text"].notna()).sum())
    remarks = [f"{len(taken)} filas de comisarías y meses se suman por región y año."]
    if again.any():
        remarks.append(f"{int(again.sum())} filas repiten a otras enteras: se cuentan una vez.")
    if left:
        remarks.append(
            f"{left} filas no se toman: son totales, que se cotejan con sus partes, o categorías "
            "que no se publican (sexo y edad, entre otras)."
        )
    return Cleaned(frame, table.errors, table.notices), tuple(remarks)


def _cells(table: Columns, context: Context) -> pd.DataFrame:
    raw = table.frame
    place = partial(_parse_region, context=context)
    names = [name for name in ("provincia", "distrito", "comisaria") if name in raw]
    station = raw[names].map(fold).agg("\0".join, axis=1) if names else pd.Series("", raw.index)
    counted = table.read("valor", parse_counted)
    return pd.DataFrame(
        {
            "unit": table.read_together(("lugar", "ccdd"), place, refuse=True),
            "year": table.read("ano", partial(_parse_year, today=context.today)),
            "month": table.read("mes", _parse_month),
            "register": table.read("registro", partial(_parse_code, codes=REGISTERS)),
            "offence": table.read("delito", partial(_parse_code, codes=OFFENCES)),
            "station": station,
            "text": table.read(COLUMN, _parse_category),
            "code": raw[COLUMN].map(lambda text: TAKEN.get(fold(text))),
            "value": counted.map(_value),
        },
        dtype=object,
    )


def _summed(
    taken: pd.DataFrame, refused: set[int], missing: Mapping[Any, str | None], context: Context
) -> pd.DataFrame:
    """The rows of a region, year, register, offence and category; unknown where a part is."""
    provenance = context.required_provenance
    rows: dict[int, dict[str, Any]] = {}
    for key, group in taken.groupby([*_OF, "code"], sort=True):
        unit, year, register, offence, code = key
        is_known = group["value"].notna().all() and refused.isdisjoint(group.index)
        if refused.issuperset(group.index):
            continue
        state = CountState.VALUE if is_known else CountState.NOT_REPORTED
        rows[int(group.index[0])] = {
            "declared_ubigeo": unit,
            "period_start": dt.date(year, 1, 1),
            "granularity": Granularity.YEAR.value,
            "category": code,
            "register": register,
            "offence": offence,
            "value": int(group["value"].sum()) if is_known else None,
            "state": state.value,
            "missing_months": missing[register, offence, year],
            "commitments": list(FILE.commitments),
            "source": provenance.source,
            "source_url": provenance.source_url or None,
            "cutoff_date": provenance.cutoff_date,
            "is_sample": context.samples,
        }
    found = pd.DataFrame.from_dict(rows, orient="index", columns=list(FILE.fields), dtype=object)
    return found.astype(object).where(found.notna(), None)


def _missing(cells: pd.DataFrame) -> dict[Any, str | None]:
    """Register, offence and year → the months of which nothing at all is reported."""
    found: dict[Any, str | None] = {}
    for key, group in cells.groupby(["register", "offence", "year"], sort=False):
        absent = sorted(set(range(1, 13)) - set(group["month"].dropna()))
        found[key] = ", ".join(map(str, absent)) or None
    return found


def _value(counted: Counted | None) -> int | None:
    return None if counted is None else counted.value


def _parse_region(name: str, code: str, context: Context) -> str:
    """The region by its name, which the code must not contradict."""
    units = context.units
    found = LIMA if half_of_lima(name) else units.find(name)
    if found is None:
        raise CellError(f"El INEI no tiene un departamento «{name.strip()[:60]}».")
    found = found[:2]
    if code.strip() and code.strip().zfill(2) != found:
        raise CellError(f"El código de {units.name(found)} es {found}.", 1)
    return found


def _parse_year(raw: str, today: dt.date) -> int:
    if not raw.strip().isdecimal() or not _FIRST_YEAR <= int(raw) <= today.year:
        raise CellError(f"Se espera un año de {_FIRST_YEAR} a {today.year}.")
    return int(raw)


def _parse_month(raw: str) -> int:
    if not raw.strip().isdecimal() or not 1 <= int(raw) <= 12:
        raise CellError("Se espera un mes de 1 a 12.")
    return int(raw)


def _parse_code(raw: str, codes: Mapping[str, str]) -> str:
    code = codes.get(fold(raw))
    if code is None:
        raise CellError(f"Se espera uno de: {', '.join(name for name in codes if name)}.")
    return code


def _parse_category(raw: str) -> str:
    text = fold(raw)
    if not text:
        raise CellError("Falta la categoría.")
    return text


def _parse_note(raw: str, samples: bool) -> str:
    note = parse_text(raw, max_length=200)
    _MARK.check(note, samples=samples)
    return note
