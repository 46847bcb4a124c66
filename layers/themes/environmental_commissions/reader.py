"""Commitment 3: the file of environmental commissions. Format: ``docs/importar-comisiones.md``.

No official file of CAR and CAM is known, so the format is this site's own.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers.reading.code_and_names import Contradiction, compare_own
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from territory.models.environment import WRONG_LEVEL, EnvironmentalCommission, fits_level

FILE = Specification(
    EnvironmentalCommission,
    (
        Column(
            "tipo",
            "kind",
            "Comisión Ambiental Regional (CAR) o Municipal (CAM); también su nombre completo",
            required=True,
            strict=True,
        ),
        Column(
            "ubigeo",
            "declared_ubigeo",
            "código del INEI: 2 dígitos para una CAR (departamento), 4 o 6 para una CAM "
            "(provincia o distrito). Se repone el cero inicial perdido: `801` es `0801`",
            required=True,
            strict=True,
            filled=True,
        ),
        Column(
            "territorio",
            about="nombre de esa unidad. Debe coincidir con el del INEI, sin importar tildes ni "
            "mayúsculas: así se descubren los códigos de RENIEC, que son otros",
            required=True,
            strict=True,
        ),
        Column(
            "nombre",
            "name",
            "nombre de la comisión",
            required=True,
            strict=True,
            sample=SampleMark(("COMISIÓN DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        Column("fuente", "source", "documento del que sale la fila", required=True, strict=True),
        Column(
            "fecha_corte",
            "cutoff_date",
            "fecha a la que la fila es cierta",
            required=True,
            strict=True,
        ),
        Column("norma_creacion", "created_by", "ordenanza u otra norma que la creó", strict=True),
        Column("fecha_creacion", "created_on", strict=True),
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
    table = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    cleaned = clean_commissions(table.frame, context)
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Reading({"environmental_commissions": cleaned.frame}, tuple(errors), cleaned.notices)


def clean_commissions(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    A row must say both the ubigeo and the name of its unit, since RENIEC's codes are often valid
    codes of another district for INEI.
    """
    table = Columns(raw, "ubigeo")
    values = FILE.read(table, context)
    kind, ubigeo = values["kind"], values["declared_ubigeo"]

    def wrong_name(given: str, code: str | None) -> str:
        if code is None:
            return ""
        try:
            compare_own(context.units, code, given)
        except Contradiction as contradiction:
            return str(contradiction)
        return ""

    def otherwise_written(given: str, code: str | None) -> str:
        if code is None or wrong_name(given, code):
            return ""
        return compare_own(context.units, code, given)

    table.check("ubigeo", _wrong_level, kind, ubigeo)
    table.check("territorio", wrong_name, raw["territorio"], ubigeo)
    table.check("territorio", otherwise_written, raw["territorio"], ubigeo, refuse=False)
    table.check("fecha_asistencia", _not_assisted, values["assisted_on"], values["assisted"])
    again = table.repeated((kind, ubigeo))
    reasons = {row: f"Repite la {kind[row]} de la fila {first}." for row, first in again.items()}
    table.report(reasons, "ubigeo", refuse=True)
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _wrong_level(kind: str, ubigeo: str | None) -> str:
    if not kind or ubigeo is None or fits_level(kind, ubigeo):  # either was refused
        return ""
    return str(WRONG_LEVEL[kind])


def _not_assisted(assisted_on: dt.date | None, assisted: bool | None) -> str:
    if assisted_on is None or assisted:
        return ""
    return "Hay fecha, pero la fila no dice que hubo asistencia."
