"""The columns of SIASAR's files of catchments and of treatments.

Both begin with the same columns of the system; what follows is the part's. The provider of the
service (PSE) is never read: where nobody founded one, the file may hold a person's name.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial

from layers.reading.cells import CellError
from layers.reading.numbers import parse_count
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models import RuralWaterPart
from territory.names import fold

# The Huascarán's summit.
_HIGHEST_M = 6_768
_FIRST_YEAR = 1900
_CODE = re.compile(r"(\d{1,12})(?:\.0+)?")
_CLASS = re.compile(r"([abcd])(?: ?- ?(bueno|regular|malo|caido))?")
_WORDS = {"a": "bueno", "b": "regular", "c": "malo", "d": "caido"}
# A clock that stands at zero, seen from Peru's zone: no survey was made then.
ZERO_DAY = dt.date(1969, 12, 31)

# Of the form, and not published: who provides the service may be a person.
WITHHELD = ("PSE", "n_PSE")


def parse_code(raw: str) -> str:
    """``135492`` or ``135492.0``; raises CellError."""
    match = _CODE.fullmatch(raw.strip())
    if match is None or not int(match[1]):
        raise CellError("No es un código de SIASAR: se espera un número de hasta 12 dígitos.")
    return str(int(match[1]))


def parse_condition(raw: str) -> str | None:
    """``C - MALO`` → ``C``; None when empty; raises CellError where letter and word disagree."""
    text = fold(raw)
    if not text:
        return None
    match = _CLASS.fullmatch(text)
    if match is None or match[2] not in (None, _WORDS[match[1]]):
        raise CellError("No es una clase de SIASAR: A - BUENO, B - REGULAR, C - MALO o D - CAIDO.")
    return match[1].upper()


def _parse_year(raw: str) -> int | None:
    year = parse_count(raw, most=9_999)
    if year is not None and not _FIRST_YEAR <= year <= 2100:
        raise CellError(f"No es un año desde {_FIRST_YEAR}.")
    return year


_SYSTEM = (
    Column(
        "ID",
        "system_code",
        "el del sistema; el mismo en los dos archivos",
        required=True,
        strict=True,
        parse=parse_code,
    ),
    Column(
        "nombre",
        "name",
        required=True,
        strict=True,
        sample=SampleMark(("SISTEMA DE EJEMPLO",)),
    ),
    Column(
        "divisiones",
        part_of="declared_ubigeo",
        about="`DEPARTAMENTO,PROVINCIA,DISTRITO` en una sola celda, sin ubigeo",
        required=True,
        strict=True,
    ),
    Column(
        "fecha_encuesta",
        part_of="surveyed_on",
        about="el 31/12/1969 es un reloj en cero: se omite",
        required=True,
    ),
    Column("comunidades", "community"),
    Column("año", "declared_year", parse=_parse_year),
    Column("pob_servida", "people_served", "de todo el sistema; cero es un dato, vacío no"),
    Column("viv_servidas", "homes_served", "de todo el sistema; cero es un dato, vacío no"),
    Column("tipo_gravedad", "by_gravity"),
    Column("tipo_bombeo", "by_pumping"),
    Column("tipo_pozo_manual", "by_hand_well"),
    Column("tipo_agua_lluvia", "by_rain"),
    Column("agua_epoca_seca", "enough_when_dry"),
    Column("agua_epoca_lluvia", "enough_when_wet"),
    Column("latitud", part_of="geom", about="grados decimales; la del sistema"),
    Column("longitud", part_of="geom", about="grados decimales; la del sistema"),
    Column("altitud", "altitude_m", parse=partial(parse_count, most=_HIGHEST_M)),
)

CATCHMENTS_FILE = Specification(
    RuralWaterPart,
    (
        *_SYSTEM,
        Column(
            "fuente_ID",
            "code",
            "el de la captación",
            required=True,
            strict=True,
            parse=parse_code,
        ),
        Column("fuente_tipo", "source_kind", "con las palabras del archivo"),
        Column(
            "capt_estado",
            "condition",
            "`A - BUENO`, `B - REGULAR`, `C - MALO` o `D - CAIDO`",
            required=True,
            parse=parse_condition,
        ),
    ),
    commitments=(15,),
    computed=("feed",),
)
TREATMENTS_FILE = Specification(
    RuralWaterPart,
    (
        *_SYSTEM,
        Column(
            "trat_ID",
            "code",
            "el del tratamiento",
            required=True,
            strict=True,
            parse=parse_code,
        ),
        Column("trat_tipo", "treatment_kind", "con las palabras del archivo"),
        Column("trat_funciona", "treatment_works", "sí o no"),
        Column(
            "trat_estado",
            "condition",
            "de A a D, como el de la captación; vacío en los archivos vistos",
            parse=parse_condition,
        ),
    ),
    commitments=(15,),
    computed=("feed",),
)
