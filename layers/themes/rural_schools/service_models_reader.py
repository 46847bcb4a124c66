"""Commitment 8: which model of service a school follows. Format: ``docs/importar-escuelas.md``.

The register of schools doesn't say it. No official file of these lists is known, so the columns
are the register's own and ``modelo``.
"""

from __future__ import annotations

from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.rural_schools.columns import ANNEX, CODE, SAMPLES
from territory.models import ServiceModelEntry

FILE = Specification(
    ServiceModelEntry,
    (
        CODE,
        Column(
            "CEN_EDU",
            "name",
            also=("Nombre", "Nombre de SS.EE."),
            required=True,
            strict=True,
            sample=SAMPLES,
            illegible=ILLEGIBLE_NAME,
        ),
        Column(
            "MODELO",
            "service_model",
            also=("Modelo de servicio",),
            required=True,
            strict=True,
        ),
        ANNEX,
    ),
)


def read_models(data: FileData, context: Context) -> Reading:
    """The lines of the list; raises SourceError where the file can't be read as a whole."""
    records = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    table = Columns(records.frame, "cod_mod")
    values = FILE.read(table, context)
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "la escuela")
    errors = sorted((*records.errors, *table.errors), key=lambda error: error.row)
    return Reading({"education_models": FILE.frame(table, values)}, tuple(errors))
