"""Commitment 8: the ministry's register of schools (ESCALE). Format: ``docs/importar-escuelas.md``.

The register comes as a zipped DBF, the search page's export as CSV; both are read.
"""

from __future__ import annotations

import pandas as pd

from layers.reading.cells import parse_text
from layers.reading.columns import Columns
from layers.reading.content import FileData
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading
from layers.themes.rural_schools.columns import FILE, WHOLE
from territory.models import RuralSchool

# AREA_CENSO and DAREACENSO.
_RURAL = {"2", "rural", "r"}
_AREAS = {*_RURAL, "1", "urbana", "urbano", "u"}
_ACTIVE = {"1", "activa", "activo"}


def read_schools(data: FileData, context: Context) -> Reading:
    """The rural schools of a DBF, CSV or spreadsheet, zipped or not; raises SourceError."""
    table = read_records(data, FILE.required, FILE.optional, FILE.aliases, context.choice.sheet)
    kept, remarks = _of_interest(table.frame)
    cleaned = clean_schools(kept, context)
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    frames = {"rural_schools": cleaned.frame}
    return Reading(frames, tuple(errors), cleaned.notices, tuple(remarks))


def _of_interest(raw: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The active rural rows, as far as the file tells, and what is to be said of the others."""
    remarks: list[str] = []
    if not raw["anexo"].str.strip().any():
        remarks.append("El archivo no trae el anexo: se toma el 0, que es el de la escuela misma.")
    if raw["estado"].str.strip().any():
        active = raw["estado"].map(_code).isin(_ACTIVE)
        remarks += _set_aside(~active, "no están activas (ESTADO distinto de 1)")
        raw = raw[active]
    else:
        remarks.append("El archivo no dice el estado: se toman todas las filas como activas.")
    area = _area(raw)
    if area.any():
        rural = area.isin(_RURAL)
        remarks += _set_aside(~rural, "no son rurales (AREA_CENSO distinto de 2)")
        raw = raw[rural]
    else:
        remarks.append(
            "El archivo no dice el área: sus filas se publican sin ella y no cuentan como rurales."
        )
    return raw, remarks


def _set_aside(rows: pd.Series, what: str) -> list[str]:
    count = int(rows.sum())
    return [f"{count} filas no se toman: {what}."] if count else []


def _area(raw: pd.DataFrame) -> pd.Series:
    code = raw["area_censo"].map(_code)
    words = raw["dareacenso"].map(_code)
    return code.where(code.isin(_AREAS) | (words == ""), words)


def _code(raw: str) -> str:
    text = raw.strip().lower()
    match = WHOLE.fullmatch(text)
    return match[1] if match else text


def clean_schools(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    A position that can't be true, a count or a code that is none, is left out; a school without
    a code, a name or with another's ubigeo is refused.
    """
    table = Columns(raw, "cod_mod")
    values = FILE.read(table, context)
    names = ("d_dpto", "d_prov", "d_dist")
    management = table.read_together(("d_ges_dep", "d_gestion"), _parse_management)
    rural = _area(raw).map(lambda area: RuralSchool.Area.RURAL.value if area in _RURAL else None)
    values |= {
        "management": FILE.or_unknown("management", management),
        "area": FILE.or_unknown("area", rural),
        "geom": table.read_together(("nlat_ie", "nlong_ie"), parse_position),
        "declared_ubigeo": Declared(context.units).read(table, "codgeo", names),
    }
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "la escuela")
    return Cleaned(FILE.frame(table, values), table.errors, table.notices)


def _parse_management(dependency: str, management: str) -> str:
    """``Pública de gestión directa - Sector Educación``; the export holds both in one."""
    parts = (parse_text(management, 70), parse_text(dependency, 70))
    return " - ".join(part for part in parts if part)
