"""Commitment 8: the ministry's register of schools (ESCALE). Format: ``docs/importar-escuelas.md``.

The register comes as a zipped DBF of some 45 columns, the search page's export as CSV with
headings of its own; both are read. Columns with a person's name or contact are never read.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pandas as pd

from layers.reading.cells import CellError, parse_count, parse_date, parse_required_text, parse_text
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.declared import Declared
from layers.reading.positions import parse_position
from layers.reading.records import read_records
from layers.reading.results import Cleaned, Reading

REQUIRED_COLUMNS = ("cod_mod", "cen_edu", "d_dpto", "d_prov", "d_dist")
OPTIONAL_COLUMNS = (
    "anexo",
    "codlocal",
    "d_niv_mod",
    "d_forma",
    "d_gestion",
    "d_ges_dep",
    "cen_pob",
    "area_censo",
    "dareacenso",
    "codgeo",
    "codooii",
    "d_dreugel",
    "nlat_ie",
    "nlong_ie",
    "estado",
    "talumno",
    "tdocente",
    "tseccion",
    "fecha_act",
)
# The headings of the search page's export.
ALIASES = {
    "codigo_modular": "cod_mod",
    "nombre_de_ss_ee": "cen_edu",
    "departamento": "d_dpto",
    "provincia": "d_prov",
    "distrito": "d_dist",
    "ubigeo": "codgeo",
    "codigo_dre_ugel": "codooii",
    "dre_ugel": "d_dreugel",
    "centro_poblado": "cen_pob",
    "codigo_local": "codlocal",
    "nivel_modalidad": "d_niv_mod",
    "gestion_dependencia": "d_ges_dep",
    "latitud": "nlat_ie",
    "longitud": "nlong_ie",
}

FIELDS = (
    "modular_code",
    "annex",
    "local_code",
    "name",
    "level",
    "form",
    "management",
    "ugel_code",
    "ugel",
    "populated_place",
    "area",
    "pupils",
    "teachers",
    "sections",
    "updated_on",
    "geom",
    "declared_ubigeo",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)

COMMITMENT = 8

# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NAME = "ESCUELA DE EJEMPLO"

# AREA_CENSO and DAREACENSO.
_RURAL = {"2", "rural", "r"}
_ACTIVE = {"1", "activa", "activo"}
# The largest school of the country has some 7,000 pupils.
_MOST_PUPILS, _MOST_TEACHERS, _MOST_SECTIONS = 50_000, 5_000, 5_000

_WHOLE = re.compile(r"(\d+)(?:\.0+)?")


def read_schools(data: bytes, context: Context) -> Reading:
    """The rural schools of a DBF, CSV or spreadsheet, zipped or not; raises SourceError."""
    table = read_records(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS, ALIASES)
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
    return code.where(code != "", raw["dareacenso"].map(_code))


def _code(raw: str) -> str:
    text = raw.strip().lower()
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


def clean_schools(raw: pd.DataFrame, context: Context) -> Cleaned:
    """The rows of ``raw`` (text, indexed by spreadsheet row) that can be published.

    The frame's columns are ``FIELDS``, the model's. A position that can't be true, a count or
    a code that is none, is left out; a school without a code, a name or with another's ubigeo
    is refused.
    """
    table = Columns(raw)
    values: dict[str, Any] = {
        "modular_code": table.read("cod_mod", partial(parse_code, digits=7)),
        "annex": table.read("anexo", parse_annex),
        "local_code": table.read_if_possible("codlocal", _parse_local_code),
        "name": table.read("cen_edu", partial(parse_name, samples=context.samples)),
        "level": _text(table, "d_niv_mod", 100),
        "form": _text(table, "d_forma", 100),
        "management": table.read_together(("d_ges_dep", "d_gestion"), _parse_management),
        "ugel_code": table.read_if_possible("codooii", _parse_ugel_code),
        "ugel": _text(table, "d_dreugel", 100),
        "populated_place": _text(table, "cen_pob", 150),
        "area": ["rural" if area in _RURAL else "" for area in _area(raw)],
        "pupils": table.read_if_possible("talumno", partial(parse_count, most=_MOST_PUPILS)),
        "teachers": table.read_if_possible("tdocente", partial(parse_count, most=_MOST_TEACHERS)),
        "sections": table.read_if_possible("tseccion", partial(parse_count, most=_MOST_SECTIONS)),
        "updated_on": table.read_if_possible("fecha_act", partial(parse_date, today=context.today)),
        "geom": table.read_together(("nlat_ie", "nlong_ie"), parse_position),
        "declared_ubigeo": Declared(context.units).read(
            table, "codgeo", ("d_dpto", "d_prov", "d_dist")
        ),
        "commitments": [[COMMITMENT]] * len(raw),
        "source": context.told.source,
        "source_url": context.told.source_url,
        "cutoff_date": context.told.cutoff_date,
        "is_sample": context.samples,
    }
    table.refuse_repeated((values["modular_code"], values["annex"]), "cod_mod", "la escuela")
    for column in ("local_code", "level", "form", "management", "ugel_code", "ugel",
                   "populated_place"):  # fmt: skip
        values[column] = values[column].fillna("")
    return Cleaned(table.passed(values)[list(FIELDS)], table.errors, table.notices)


def parse_code(raw: str, digits: int) -> str:
    """A code with the zeros that spreadsheets drop put back: ``257048.0`` → 0257048."""
    match = _WHOLE.fullmatch(raw.strip())
    if match is None or len(match[1]) > digits or not int(match[1]):
        raise CellError(f"No es un código de {digits} dígitos.")
    return match[1].zfill(digits)


def parse_annex(raw: str) -> str:
    """A digit; 0, the school itself, where the file has none."""
    match = _WHOLE.fullmatch(raw.strip() or "0")
    if match is None or len(match[1]) > 1:
        raise CellError("El anexo no es un dígito.")
    return match[1]


def parse_name(raw: str, *, samples: bool) -> str:
    """A school's name, a sample's in a file of samples and in no other."""
    name = parse_required_text(raw, 200)
    if name.upper().startswith(SAMPLE_NAME) != samples:
        raise CellError(
            f"Las muestras se llaman «{SAMPLE_NAME} …»."
            if samples
            else "Es una fila de ejemplo y no puede publicarse como un hecho."
        )
    return name


def _text(table: Columns, column: str, max_length: int) -> pd.Series:
    return table.read_if_possible(column, partial(parse_text, max_length=max_length))


def _parse_local_code(raw: str) -> str:
    """Six digits; empty where there is none, which the register also writes as zero."""
    text = raw.strip()
    return parse_code(text, 6) if text.strip("0.") else ""


def _parse_ugel_code(raw: str) -> str:
    return parse_code(raw, 6) if raw.strip() else ""


def _parse_management(dependency: str, management: str) -> str:
    """``Pública de gestión directa - Sector Educación``; the export holds both in one."""
    parts = (parse_text(management, 70), parse_text(dependency, 70))
    return " - ".join(part for part in parts if part)
