"""Services for victims by region and year. Format: ``docs/importar-servicios-victimas.md``.

No official form is known, so this is the site's own. A row below the region is refused: a shelter
is counted and never placed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.counted import parse_counted, parse_period
from layers.reading.persons import refuse_persons
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import PLACE, SOURCED_AS_WRITTEN, check_place, check_sourced
from territory.models import VictimServiceCount
from territory.periods import Granularity, Period
from territory.refuges import names_refuge

TABLE = "victim_service_counts"
# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NOTE = "DATO DE EJEMPLO"
_MARK = SampleMark((SAMPLE_NOTE,), f"La nota de una muestra empieza con «{SAMPLE_NOTE}».")
_BELOW = (
    "Los servicios para víctimas se cuentan por región: escriba el ubigeo de 2 cifras. Nada más "
    "preciso se publica."
)

FILE = Specification(
    VictimServiceCount,
    (
        *PLACE,
        Column(
            "anio",
            part_of="period_start",
            about="el año, `AAAA`",
            required=True,
            strict=True,
        ),
        Column(
            "servicio",
            "category",
            "qué clase de servicio; una sede que da varios cuenta en cada uno",
            required=True,
            strict=True,
        ),
        Column(
            "cantidad",
            part_of="value",
            about="cuántos servicios de esa clase; el cero es un número, y vacía es que nadie lo "
            "informó",
            required=True,
            strict=True,
        ),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra; no se publica, y no puede nombrar un hogar "
            "ni decir dónde está",
            strict=True,
            prepare=as_written,
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(18,),
    computed=("granularity", "state"),
)


def read_victim_services(data: FileData, context: Context) -> Reading:
    """The counts; raises SourceError where the file can't be read, or names persons."""
    refuse_persons(data, FILE)
    return read_form(data, context, FILE, TABLE, clean_victim_services)


def clean_victim_services(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw)
    values = FILE.read(table, context)
    check_place(table, raw["territorio"], values["declared_ubigeo"], context)
    check_sourced(table, values["source_url"], context)
    table.check("ubigeo", _of_region, values["declared_ubigeo"])
    if "nota" in raw:
        table.read("nota", partial(_parse_note, samples=context.samples))
    periods = table.read("anio", partial(_parse_year, context=context))
    counted = table.read("cantidad", parse_counted)
    table.refuse_repeated(
        [values["declared_ubigeo"], periods, values["category"]],
        "servicio",
        "la región, el año y el servicio",
    )
    values |= {
        "period_start": _objects(periods, attrgetter("start")),
        "granularity": _objects(periods, attrgetter("granularity.value")),
        "value": _objects(counted, attrgetter("value")),
        "state": _objects(counted, attrgetter("state.value")),
    }
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _of_region(ubigeo: str | None) -> str:
    return _BELOW if ubigeo and len(ubigeo) != 2 else ""


def _parse_note(raw: str, samples: bool) -> str:
    note = parse_text(raw, max_length=200)
    _MARK.check(note, samples=samples)
    if note and names_refuge(note):
        raise CellError("Una nota no nombra un hogar ni un albergue: ni se publica ni se guarda.")
    return note


def _parse_year(raw: str, context: Context) -> Period:
    period = parse_period(raw, context.today)
    if period.granularity is not Granularity.YEAR:
        raise CellError("Escriba solo el año, AAAA.")
    return period


def _objects(values: pd.Series, get: Callable[[Any], Any]) -> pd.Series:
    found = [None if value is None else get(value) for value in values]
    return pd.Series(found, values.index, dtype=object)
