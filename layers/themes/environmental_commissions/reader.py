"""Commitment 3: the register of environmental commissions. Format: ``docs/importar-comisiones.md``.

No official file of CAR and CAM is known, so the format is this site's own.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.environmental_commissions.keys import (
    CUTOFF_COLUMN,
    KEY_COLUMNS,
    SOURCE_COLUMN,
    check_keys,
)
from layers.themes.environmental_commissions.sectors import known_sectors, unknown_sectors
from layers.themes.own_form import read_form
from territory.models.environment import EnvironmentalCommission

FILE = Specification(
    EnvironmentalCommission,
    (
        *KEY_COLUMNS,
        Column(
            "nombre",
            "name",
            "nombre de la comisión",
            required=True,
            strict=True,
            sample=SampleMark(("COMISIÓN DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        SOURCE_COLUMN,
        CUTOFF_COLUMN,
        Column("norma_creacion", "created_by", "ordenanza u otra norma que la creó", strict=True),
        Column("fecha_creacion", "created_on", strict=True),
        Column(
            "numero_norma", "instrument_number", "número de la norma, como la fuente lo escribe"
        ),
        Column("fecha_norma", "instrument_on"),
        Column("url_norma", "instrument_url", "dirección web de la norma"),
        Column("plan", "plan", "nombre de su plan de acción o agenda ambiental"),
        Column("fecha_plan", "plan_on", "fecha de aprobación del plan"),
        Column("url_plan", "plan_url", "dirección web del plan"),
        Column(
            "sectores",
            "member_sectors",
            "sectores que la integran, separados por punto y coma, de la lista de abajo. Nunca "
            "personas: lo que no es un sector de la lista se omite",
            parse=known_sectors,
        ),
        Column(
            "asistencia",
            "assisted",
            "si recibió la asistencia técnica que el compromiso 3 promete a ocho CAR y veinte "
            "CAM. Vacía: no se sabe",
            strict=True,
        ),
        Column("fecha_asistencia", "assisted_on", strict=True),
        Column("url_fuente", "source_url", "dirección web del documento", strict=True),
    ),
    commitments=(3,),
)


def read_commissions(data: FileData, context: Context) -> Reading:
    """The rows of a CSV file; raises SourceError where it can't be read as a whole."""
    return read_form(data, context, FILE, "environmental_commissions", clean_commissions)


def clean_commissions(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published."""
    table = Columns(raw, "ubigeo")
    values = FILE.read(table, context)
    kind, ubigeo = values["kind"], values["declared_ubigeo"]
    check_keys(table, raw["territorio"], values, context)
    table.check("fecha_asistencia", _not_assisted, values["assisted_on"], values["assisted"])
    table.check("sectores", unknown_sectors, table.frame["sectores"], refuse=False)
    again = table.repeated((kind, ubigeo))
    reasons = {row: f"Repite la {kind[row]} de la fila {first}." for row, first in again.items()}
    table.report(reasons, "ubigeo", refuse=True)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _not_assisted(assisted_on: dt.date | None, assisted: bool | None) -> str:
    if assisted_on is None or assisted:
        return ""
    return "Hay fecha, pero la fila no dice que hubo asistencia."
