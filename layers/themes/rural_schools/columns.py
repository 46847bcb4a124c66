"""The columns of the ministry's register of schools (ESCALE).

The register is a DBF of some 45 columns; the search page's export has headings of its own.
Columns with a person's name or contact are never read.
"""

from __future__ import annotations

import re
from functools import partial

from layers.reading.cells import CellError
from layers.reading.numbers import parse_count
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from territory.models import RuralSchool

SAMPLES = SampleMark(("ESCUELA DE EJEMPLO", "INSTITUTO DE EJEMPLO"))

# The largest school of the country has some 7,000 pupils.
_MOST_PUPILS, _MOST_TEACHERS, _MOST_SECTIONS = 50_000, 5_000, 5_000

WHOLE = re.compile(r"(\d+)(?:\.0+)?")


def parse_code(raw: str, digits: int) -> str:
    """A code with the zeros that spreadsheets drop put back: ``257048.0`` → 0257048."""
    match = WHOLE.fullmatch(raw.strip())
    if match is None or len(match[1]) > digits or not int(match[1]):
        raise CellError(f"No es un código de {digits} dígitos.")
    return match[1].zfill(digits)


def parse_annex(raw: str) -> str:
    """A digit; 0, the school itself, where the file has none."""
    match = WHOLE.fullmatch(raw.strip() or "0")
    if match is None or len(match[1]) > 1:
        raise CellError("El anexo no es un dígito.")
    return match[1]


def _parse_local_code(raw: str) -> str:
    """Six digits; empty where there is none, which the register also writes as zero."""
    text = raw.strip()
    return parse_code(text, 6) if text.strip("0.") else ""


def _parse_ugel_code(raw: str) -> str:
    return parse_code(raw, 6) if raw.strip() else ""


CODE = Column(
    "COD_MOD",
    "modular_code",
    "7 dígitos; se reponen los ceros perdidos",
    also=("Código Modular",),
    required=True,
    strict=True,
    parse=partial(parse_code, digits=7),
)
ANNEX = Column(
    "ANEXO",
    "annex",
    "un dígito. Si el archivo no lo trae se toma el 0, que es la escuela misma",
    strict=True,
    parse=parse_annex,
)

_NAMES = (
    Column(
        "CEN_EDU",
        "name",
        also=("Nombre de SS.EE.",),
        required=True,
        strict=True,
        sample=SAMPLES,
        illegible=ILLEGIBLE_NAME,
    ),
    Column(
        "D_DPTO",
        part_of="declared_ubigeo",
        about="sin los tres nombres no se podría saber si el ubigeo es del INEI o de RENIEC",
        also=("Departamento",),
        required=True,
    ),
    Column("D_PROV", part_of="declared_ubigeo", about="nombre", also=("Provincia",), required=True),
    Column(
        "D_DIST",
        part_of="declared_ubigeo",
        about="nombre",
        also=("Distrito",),
        required=True,
        strict=True,
    ),
    Column(
        "CODGEO",
        part_of="declared_ubigeo",
        about="código del INEI. Sin él se busca el distrito por sus tres nombres",
        also=("Ubigeo",),
    ),
)
_CHOSEN_BY = (
    Column("ESTADO", about="solo se toma `1`, activa"),
    Column(
        "AREA_CENSO", part_of="area", about="`2`, rural, o `1`, urbana; solo se publica la rural"
    ),
    Column("DAREACENSO", part_of="area", about="lo mismo en palabras, si falta `AREA_CENSO`"),
)
_DESCRIPTION = (
    Column("D_NIV_MOD", "level", also=("Nivel / Modalidad",)),
    Column("D_FORMA", "form"),
    Column("D_GESTION", part_of="management", about="gestión"),
    Column(
        "D_GES_DEP",
        part_of="management",
        about="gestión y dependencia, en un texto",
        also=("Gestion / Dependencia",),
    ),
    Column("CODLOCAL", "local_code", also=("Código Local",), parse=_parse_local_code),
    Column("CODOOII", "ugel_code", also=("Código DRE / UGEL",), parse=_parse_ugel_code),
    Column("D_DREUGEL", "ugel", also=("DRE / UGEL",)),
    Column("CEN_POB", "populated_place", also=("Centro Poblado",)),
    Column("TALUMNO", "pupils", parse=partial(parse_count, most=_MOST_PUPILS)),
    Column("TDOCENTE", "teachers", parse=partial(parse_count, most=_MOST_TEACHERS)),
    Column("TSECCION", "sections", parse=partial(parse_count, most=_MOST_SECTIONS)),
    Column("FECHA_ACT", "updated_on"),
    Column("NLAT_IE", part_of="geom", about="grados decimales", also=("Latitud",)),
    Column("NLONG_IE", part_of="geom", about="grados decimales", also=("Longitud",)),
)

FILE = Specification(
    RuralSchool,
    (CODE, ANNEX, *_NAMES, *_CHOSEN_BY, *_DESCRIPTION),
    commitments=(8,),
)

_ONLY_OF_RURAL_SCHOOLS = {"populated_place", "updated_on", "commitments"}
# What is kept of every service, rural or not.
SERVICE_FIELDS = tuple(name for name in FILE.fields if name not in _ONLY_OF_RURAL_SCHOOLS)
