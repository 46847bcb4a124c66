"""Commitment 8: which model of service a school follows. Format: ``docs/importar-escuelas.md``.

The register of schools doesn't say it. No official file of these lists is known, so the columns
are the register's own and ``modelo``.
"""

from __future__ import annotations

from functools import partial

from layers.reading.cells import CellError
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.records import read_records
from layers.reading.results import Reading
from layers.themes.rural_schools.reader import parse_annex, parse_code, parse_name
from territory.models.education import ServiceModel
from territory.names import fold

REQUIRED_COLUMNS = ("cod_mod", "cen_edu", "modelo")
OPTIONAL_COLUMNS = ("anexo",)
ALIASES = {
    "codigo_modular": "cod_mod",
    "nombre": "cen_edu",
    "nombre_de_ss_ee": "cen_edu",
    "modelo_de_servicio": "modelo",
}

FIELDS = (
    "modular_code",
    "annex",
    "name",
    "service_model",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)

_MODELS = {fold(text): model for model in ServiceModel for text in (model.value, str(model.label))}


def read_models(data: bytes, context: Context) -> Reading:
    """The lines of the list; raises SourceError where the file can't be read as a whole."""
    records = read_records(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS, ALIASES)
    table = Columns(records.frame)
    values = {
        "modular_code": table.read("cod_mod", partial(parse_code, digits=7)),
        "annex": table.read("anexo", parse_annex),
        "name": table.read("cen_edu", partial(parse_name, samples=context.samples)),
        "service_model": table.read("modelo", _parse_model),
        "source": context.told.source,
        "source_url": context.told.source_url,
        "cutoff_date": context.told.cutoff_date,
        "is_sample": context.samples,
    }
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "la escuela")
    errors = sorted((*records.errors, *table.errors), key=lambda error: error.row)
    frame = table.passed(values)[list(FIELDS)]
    return Reading({"education_models": frame}, tuple(errors))


def _parse_model(raw: str) -> str:
    model = _MODELS.get(fold(raw))
    if model is None:
        raise CellError("Debe ser CRFA, SRE o ST, o su nombre completo.")
    return model.value
