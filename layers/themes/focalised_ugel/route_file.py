"""Commitment 6: the routes of consensus, by step. Format: ``docs/importar-gestion-ugel.md``."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.numbers import parse_count
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.focalised_ugel.keys import UGEL, parse_day_to_come
from layers.themes.focalised_ugel.offices import parse_offices
from layers.themes.own_form import as_written, read_form
from layers.themes.sourced_places import SOURCED_AS_WRITTEN, check_sourced
from territory.models import RouteStepState, UgelRouteStep
from territory.models.ugel_management import MOST_STEPS

TABLE = "ugel_route_steps"


def parse_position(raw: str) -> int:
    """From 1 on; raises CellError."""
    position = parse_count(raw, most=MOST_STEPS)
    if not position:
        raise CellError(f"Debe ser un número de 1 a {MOST_STEPS}.")
    return position


FILE = Specification(
    UgelRouteStep,
    (
        UGEL,
        Column(
            "orden",
            "position",
            "lugar del paso en la ruta: 1, 2, 3 …",
            required=True,
            strict=True,
            parse=parse_position,
        ),
        Column(
            "paso",
            "step",
            "en qué consiste; nunca nombres de personas",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("PASO DE EJEMPLO",)),
        ),
        Column(
            "estado",
            "progress",
            "previsto, en curso o realizado",
            required=True,
            strict=True,
        ),
        Column(
            "fecha",
            "happens_on",
            "día en que se dio o, de uno que aún no, para el que está previsto. La de un paso "
            "realizado es obligatoria y no puede ser futura",
            strict=True,
            parse=parse_day_to_come,
        ),
        Column(
            "actores",
            "actors",
            "oficinas y sectores que participan, de la lista de abajo, separados por punto y coma",
            strict=True,
            parse=parse_offices,
        ),
        Column("evidencia", "evidence_url", "dirección web del acta o informe del paso"),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(6,),
)


def read_steps(data: FileData, context: Context) -> Reading:
    """The rows of the list; raises SourceError where the file can't be read as a whole."""
    return read_form(data, context, FILE, TABLE, clean_steps)


def clean_steps(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "codigo_ugel")
    values = FILE.read(table, context)
    check_sourced(table, values["source_url"], context)
    table.check(
        "fecha", partial(_wrong_day, context.today), values["progress"], values["happens_on"]
    )
    table.refuse_repeated([values["ugel_code"], values["position"]], "orden", "el paso")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _wrong_day(today: dt.date, progress: str | None, day: dt.date | None) -> str:
    if progress != RouteStepState.DONE:
        return ""
    if day is None:
        return "Falta la fecha del paso realizado."
    return "Un paso realizado no puede ser futuro." if day > today else ""
