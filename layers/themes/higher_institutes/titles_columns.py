"""The columns of the ministry's register of titles.

No published copy of the register is known here, so each column goes by several headings. Those that
name persons are in ``WITHHELD``: nothing of them is read.
"""

from __future__ import annotations

import datetime as dt
import re

from layers.reading.cells import CellError, parse_required_text
from layers.reading.dates import parse_required_date
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.holders import Holder, classify
from territory.models import DegreeCount, DegreeKind
from territory.names import fold
from territory.personal_data import masked
from territory.titles.identifiers import FIRST_YEAR, institution_code

SAMPLES = SampleMark(("PROGRAMA DE EJEMPLO",))

# The headings of what is about the graduate, whatever a copy of the register calls it.
WITHHELD = (
    *("DNI", "NUMERO_DOCUMENTO", "NRO_DOCUMENTO", "NUM_DOC", "NRO_DOC", "DOCUMENTO"),
    *("TIPO_DOCUMENTO", "TIPO_DOC", "DOCUMENTO_IDENTIDAD"),
    *("APELLIDO_PATERNO", "APELLIDO_MATERNO", "APELLIDOS", "NOMBRES", "APELLIDOS_Y_NOMBRES"),
    *("APELLIDOS_NOMBRES", "NOMBRE_COMPLETO", "TITULADO", "EGRESADO", "GRADUADO"),
    *("SEXO", "FECHA_NACIMIENTO", "FEC_NAC", "CORREO", "EMAIL", "TELEFONO", "DIRECTOR"),
)

_MOST_PROGRAMME = 200
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
_KINDS = {
    "titulo": DegreeKind.TITLE.value,
    "auxiliar": DegreeKind.TITLE.value,
    "tecnico": DegreeKind.TITLE.value,
    "profesional": DegreeKind.TITLE.value,
    "profesor": DegreeKind.TITLE.value,
    "licenciado": DegreeKind.TITLE.value,
    "grado": DegreeKind.DEGREE.value,
    "bachiller": DegreeKind.DEGREE.value,
}


def parse_institution(raw: str) -> str:
    """The modular code, seven digits; raises CellError."""
    code = institution_code(raw)
    if not code:
        raise CellError("No es un código modular de 7 dígitos.")
    return code


def parse_programme(raw: str) -> str:
    """The programme's name. What reads like a person's or holds a number may be another column's.

    Raises CellError, which doesn't repeat the text.
    """
    text = parse_required_text(raw, _MOST_PROGRAMME)
    if masked(text) != text or _LONG_NUMBER.search(text):
        raise CellError("No parece un programa: tiene un número largo o un dato de contacto.")
    if classify(text.replace(",", " ")) is Holder.PERSON:
        raise CellError("No parece un programa: se lee como el nombre de una persona.")
    return text


def parse_kind(raw: str) -> str:
    """``TÍTULO PROFESIONAL TÉCNICO`` → title, ``GRADO DE BACHILLER`` → degree; raises CellError."""
    first = fold(raw).partition(" ")[0].strip(".:,;")
    kind = _KINDS.get(first)
    if kind is None:
        raise CellError("No dice si es un título o un grado (bachiller).")
    return kind


def parse_year(raw: str, today: dt.date) -> int:
    """The year of registration, of a year or a day; raises CellError."""
    written = _YEAR.fullmatch(raw.strip())
    try:
        year = int(written[1]) if written else parse_required_date(raw, today).year
    except CellError:
        raise CellError("No es un año ni una fecha de registro que haya pasado.") from None
    if not FIRST_YEAR <= year <= today.year:
        raise CellError("El año de registro está en el futuro, o es anterior a 1900.")
    return year


FILE = Specification(
    DegreeCount,
    (
        Column(
            "CODIGO_MODULAR",
            "institute_code",
            "del instituto, 7 dígitos; se reponen los ceros perdidos",
            also=("COD_MOD", "CODIGO_INSTITUCION", "CODIGO_IES", "CODIGO_MODULAR_IES"),
            required=True,
            strict=True,
            parse=parse_institution,
        ),
        Column(
            "INSTITUCION",
            about="no se guarda: una universidad no es de este registro, y su fila se rechaza",
            also=("NOMBRE_INSTITUCION", "INSTITUTO", "NOMBRE_IES", "IES"),
        ),
        Column(
            "DEPARTAMENTO",
            part_of="declared_ubigeo",
            about="donde está el instituto, con el nombre del INEI",
            also=("REGION", "D_DPTO"),
            required=True,
            strict=True,
        ),
        Column(
            "PROVINCIA",
            part_of="declared_ubigeo",
            about="nombre. Si el archivo no trae provincia ni distrito se cuenta por departamento",
            also=("D_PROV",),
            strict=True,
        ),
        Column(
            "DISTRITO",
            part_of="declared_ubigeo",
            about="nombre",
            also=("D_DIST",),
            strict=True,
        ),
        Column(
            "PROGRAMA",
            "programme",
            "con un nombre de persona, un número largo o un dato de contacto se rechaza la fila",
            also=("PROGRAMA_ESTUDIOS", "CARRERA", "CARRERA_PROFESIONAL", "ESPECIALIDAD"),
            required=True,
            strict=True,
            parse=parse_programme,
            sample=SAMPLES,
        ),
        Column(
            "TIPO",
            part_of="category",
            about="empieza con título, auxiliar, técnico, profesional, profesor o licenciado "
            "(título), o con grado o bachiller (grado)",
            also=("GRADO_TITULO", "TITULO_GRADO", "DENOMINACION", "TIPO_REGISTRO"),
            required=True,
            strict=True,
        ),
        Column(
            "ANIO_REGISTRO",
            part_of="period_start",
            about="año o fecha en que el ministerio lo registró; la de expedición no se lee",
            also=("AÑO_REGISTRO", "AÑO_DE_REGISTRO", "FECHA_REGISTRO", "FECHA_DE_REGISTRO"),
            required=True,
            strict=True,
        ),
        Column(
            "NUMERO_TITULO",
            about="solo se guarda su huella con clave. Hace falta este o el código público",
            also=("NRO_TITULO", "N_TITULO", "NUMERO_DE_TITULO", "NUMERO_REGISTRO", "NRO_REGISTRO"),
        ),
        Column(
            "CODIGO_PUBLICO",
            about="solo se guarda su huella con clave",
            also=("CODIGO_REGISTRO", "CODIGO_VERIFICACION", "CODIGO_UNICO", "CODIGO_TITULO"),
        ),
    ),
    commitments=(7,),
    computed=("granularity", "value", "state"),
)
