"""Figures of extortion, each with its source. Format: ``docs/importar-extorsiones.md``."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

import pandas as pd
from django.utils.text import slugify

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import Counted, parse_counted
from layers.reading.numbers import parse_count
from layers.reading.results import Cleaned, Reading
from layers.themes.extortion_counts.columns import FILE, TABLE
from layers.themes.own_form import read_form
from layers.themes.sourced_places import check_place, check_sourced
from territory.models.extortion import ExtortionAspect
from territory.names import fold
from territory.periods import Granularity

REGION, PROVINCE = "13", "1301"
_DAY_LENGTH, _MOST_NAME = 11, 69
_FIRST_YEAR, _LAST_YEAR = 2000, 9998


def read_extortion(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_extortion)


def clean_extortion(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be counted."""
    table = Columns(raw)
    values = FILE.read(table, context)
    check_place(table, table.frame["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    table.check("fuente", _published_elsewhere, values["source"])
    unit, aspect = values["declared_ubigeo"], values["category"]
    table.check("ubigeo", _elsewhere, unit)
    table.check("que_se_cuenta", _too_fine, unit, aspect)
    starts = table.read("anio", _parse_year)
    table.check("anio", _unfinished, starts, values["cutoff_date"])
    counted = table.read("cantidad", parse_counted)
    table.check("cantidad", _withheld, counted)
    names = [_told_by(*one) for one in zip(values["source"], values["cutoff_date"], strict=True)]
    values["told_by"] = pd.Series(names, raw.index, dtype=object)
    values["told_level"] = unit.map(lambda code: code and len(code)).astype(object)
    values |= {
        "period_start": starts,
        "granularity": Granularity.YEAR.value,
        "value": _objects(counted, "value"),
        "state": _objects(counted, "state.value"),
    }
    _one_level(table, values)
    keys = [unit, starts, aspect, values["told_by"]]
    table.refuse_repeated(keys, "cantidad", "la cifra")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _one_level(table: Columns, values: dict[str, pd.Series]) -> None:
    """Of one source and cut-off only the rows of the level of its first can be kept apart."""
    first: dict[str, int] = {}
    reasons: dict[int, str] = {}
    refused = table.refused
    rows = zip(table.frame.index, values["told_by"], values["told_level"], strict=True)
    for at, name, level in rows:
        if not (name and level) or int(at) in refused:
            continue
        if first.setdefault(name, level) != level:
            reasons[int(at)] = (
                "La misma fuente y corte ya cuenta por unidades de otro nivel: lo que suman sus "
                "partes diría lo reservado."
            )
    table.report(reasons, "ubigeo", refuse=True)


def _objects(counted: pd.Series, name: str) -> pd.Series:
    get = attrgetter(name)
    found = [None if one is None else get(one) for one in counted]
    return pd.Series(found, counted.index, dtype=object)


def _told_by(source: str | None, cutoff: dt.date | None) -> str | None:
    if not source or cutoff is None:
        return None
    return f"{slugify(source)[:_MOST_NAME].strip('-')}-{cutoff}"


def _parse_year(raw: str) -> dt.date:
    year = parse_count(raw, _LAST_YEAR)
    if year is None or year < _FIRST_YEAR:
        raise CellError("No es un año.")
    return dt.date(year, 1, 1)


def _unfinished(start: dt.date | None, cutoff: dt.date | None) -> str:
    if start is None or cutoff is None or cutoff >= dt.date(start.year, 12, 31):
        return ""
    return "El año no había terminado a la fecha de corte: no es comparable con los otros."


def _published_elsewhere(source: str | None) -> str:
    """Two patterns of what is hidden of the same numbers would tell what each hides."""
    if source is None or "sidpol" not in fold(source):
        return ""
    return "SIDPOL se publica con la fuente «crime»: dos veces diría lo que cada una reserva."


def _elsewhere(unit: str | None) -> str:
    if unit is None or unit == REGION or unit.startswith(PROVINCE):
        return ""
    return "Solo La Libertad (13), la provincia de Trujillo (1301) y sus distritos."


def _too_fine(unit: str | None, aspect: str | None) -> str:
    if unit is None or len(unit) < 6 or aspect in (None, ExtortionAspect.TOTAL):
        return ""
    return "Las características se publican por provincia o región, nunca por distrito."


def _withheld(counted: Counted | None) -> str:
    if counted is None or counted.state in ("value", "not_reported"):
        return ""
    return "Escriba la cantidad, o «no reportado»: qué se reserva se decide al publicar."
