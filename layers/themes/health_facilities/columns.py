"""The columns of SUSALUD's register of facilities (RENIPRESS).

Those with a person's name, a telephone or an e-mail are never read.
"""

from __future__ import annotations

import re
from functools import partial

from layers.reading.cells import CellError, parse_text
from layers.reading.numbers import parse_count
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from territory.models.health import FacilityCategory, HealthFacility
from territory.names import fold

# The largest hospital of the country has some 1,600.
_MOST_BEDS = 5_000
_CODE_DIGITS = 8

_WHOLE = re.compile(r"(\d+)(?:\.0+)?")
# ``II1``, ``II - 1``, ``2-1``: roman or arabic level, then what it resolves.
_CATEGORY = re.compile(r"(iii|ii|i|[123])[\s._-]*([1234e])")
_ROMAN = {"1": "I", "2": "II", "3": "III"}
_WITHOUT = frozenset({"sin categoria", "sin categorizar", "no categorizado", "s/c", "sc"})
# What the register writes where there is nothing.
_NOTHING = re.compile(r"no pertenece a ningun.*|sin dato|ninguna?|0|-+|\.")

CODES = SampleMark(
    ("99",),
    missing="El código de una muestra es 99…",
    unexpected="Es el código de una fila de ejemplo.",
)


def parse_facility_code(raw: str) -> str:
    """Eight digits, with the zeros that the register's own download drops: ``2941`` → 00002941."""
    match = _WHOLE.fullmatch(raw.strip())
    if match is None or len(match[1]) > _CODE_DIGITS or not int(match[1]):
        raise CellError(f"No es un código único de {_CODE_DIGITS} dígitos.")
    return match[1].zfill(_CODE_DIGITS)


def parse_category(raw: str) -> str | None:
    """One of the norm's, however it is written; None where nothing is; raises CellError."""
    text = fold(raw)
    if not text or _NOTHING.fullmatch(text):
        return None
    if text in _WITHOUT:
        return FacilityCategory.NONE.value
    match = _CATEGORY.fullmatch(text)
    category = match and f"{_ROMAN.get(match[1], match[1].upper())}-{match[2].upper()}"
    if category not in FacilityCategory.values:
        raise CellError("No es una categoría de la norma: I-1 a I-4, II-1, II-2, II-E, III-1 …")
    return category


def _parse_or_nothing(raw: str, most: int) -> str:
    """A text, empty where the register says that there is none."""
    return "" if _NOTHING.fullmatch(fold(raw)) else parse_text(raw, most)


_NAMES = (
    Column(
        "Código Único",
        "code",
        "8 dígitos; se reponen los ceros perdidos",
        also=("Código IPRESS", "CO_IPRESS", "Código de IPRESS", "Código RENIPRESS"),
        required=True,
        strict=True,
        parse=parse_facility_code,
        sample=CODES,
    ),
    Column(
        "Nombre del establecimiento",
        "name",
        also=("Nombre", "Nombre comercial"),
        required=True,
        strict=True,
        sample=SampleMark(("ESTABLECIMIENTO DE EJEMPLO",)),
        illegible=ILLEGIBLE_NAME,
    ),
)
_PLACE = (
    Column(
        "Departamento",
        part_of="declared_ubigeo",
        about="sin los tres nombres no se podría saber si el ubigeo es del INEI o de RENIEC",
        required=True,
    ),
    Column("Provincia", part_of="declared_ubigeo", about="nombre", required=True),
    Column("Distrito", part_of="declared_ubigeo", about="nombre", required=True, strict=True),
    Column(
        "UBIGEO",
        part_of="declared_ubigeo",
        about="código del INEI. Sin él se busca el distrito por sus tres nombres",
    ),
    Column(
        "NORTE",
        part_of="geom",
        about="grados decimales; **trae la longitud**, pese a su nombre. Vea «Dónde se dibuja»",
    ),
    Column("ESTE", part_of="geom", about="grados decimales; **trae la latitud**"),
    Column("COTA", "altitude_m"),
)
_DESCRIPTION = (
    Column("Institución", "institution", "con las palabras del archivo"),
    Column("Clasificación", "classification", "con las palabras del archivo"),
    Column("Tipo", "facility_type", "con las palabras del archivo"),
    Column(
        "Categoria",
        "category",
        "la de la norma, aunque venga como `II1`; `Sin Categoría` es un dato, vacío no",
        parse=parse_category,
    ),
    Column("Dirección", "address"),
    Column("DISA", "disa", parse=partial(_parse_or_nothing, most=100)),
    Column("Red", "network", parse=partial(_parse_or_nothing, most=100)),
    Column(
        "Microrred", "micronetwork", also=("Microred",), parse=partial(_parse_or_nothing, most=100)
    ),
    Column("Unidad Ejecutora", "executing_unit", parse=partial(_parse_or_nothing, most=150)),
    Column("Horario", "schedule"),
    Column(
        "Inicio de Actividad",
        part_of="started_on",
        about="desde 1500: hay hospitales de antes de 1900; `01/01/1900` es que no se sabe",
    ),
    Column("Estado", about="solo se toma `ACTIVADO`"),
    Column("Condición", "condition", "con las palabras del archivo"),
    Column("CAMAS", "beds", parse=partial(parse_count, most=_MOST_BEDS)),
)
# With a person's name, or leading to one.
WITHHELD = (
    "Director Médico y/o Responsable de la Atención de Salud",
    "Director",
    "Responsable",
    "Teléfono",
    "Fax",
    "Correo electrónico",
    "Email",
    "RUC",
)

FILE = Specification(HealthFacility, (*_NAMES, *_PLACE, *_DESCRIPTION), commitments=(12,))
