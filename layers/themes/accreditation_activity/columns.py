"""The columns of the file of daily summaries (``docs/importar-acreditacion.md``)."""

from __future__ import annotations

import re

from layers.reading.cells import CellError
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.health_facilities.columns import CODES, parse_facility_code
from layers.themes.own_form import as_written
from layers.themes.sourced_places import PLACE
from territory.models import AccreditationDay
from territory.models.accreditation import InsurerKind
from territory.names import fold

_WHOLE = re.compile(r"(\d{1,5})(?:\.0+)?")
_KINDS = {"publica": InsurerKind.PUBLIC.value, "privada": InsurerKind.PRIVATE.value}
_COUNT = "«reservado» si no se publica; vacía: no se sabe"
_WAIT = "en milisegundos, de las consultas con respuesta de ese día; nunca un promedio de otras"

# What a number is called in the file, and the column that it fills.
COUNTED = {
    "consultas": "queries",
    "aceptadas": "accepted",
    "rechazadas": "rejected",
    "sin_respuesta": "unanswered",
}
WAITED = {"mediana_ms": "median_ms", "p95_ms": "p95_ms"}


def parse_insurer_code(raw: str) -> str:
    """Five digits, with the zeros that spreadsheets drop; raises CellError."""
    match = _WHOLE.fullmatch(raw.strip())
    if match is None or not int(match[1]):
        raise CellError("No es un código de IAFAS: 5 dígitos.")
    return match[1].zfill(5)


def _parse_kind(raw: str) -> str | None:
    text = fold(raw)
    if not text:
        return None
    if text not in _KINDS:
        raise CellError("Escriba «pública» o «privada».")
    return _KINDS[text]


FILE = Specification(
    AccreditationDay,
    (
        Column("fecha", "day", "el día de las consultas", required=True, strict=True),
        Column(
            "codigo_ipress",
            "facility_code",
            "código único de la IPRESS, 8 dígitos; se reponen los ceros perdidos",
            required=True,
            strict=True,
            parse=parse_facility_code,
            sample=CODES,
        ),
        Column(
            "establecimiento",
            "reported_name",
            "el del registro de establecimientos va antes, si el código está en él",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("ESTABLECIMIENTO DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        *PLACE,
        Column(
            "codigo_iafas",
            "insurer_code",
            "código de la IAFAS, 5 dígitos; se reponen los ceros perdidos",
            required=True,
            strict=True,
            parse=parse_insurer_code,
        ),
        Column(
            "iafas",
            "insurer_name",
            "nombre de la IAFAS",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column("tipo_iafas", "insurer_kind", "`pública` o `privada`", parse=_parse_kind),
        *(
            Column(title, part_of=field, about=_COUNT, required=title == "consultas", strict=True)
            for title, field in COUNTED.items()
        ),
        *(
            Column(title, part_of=field, about=_WAIT, strict=True)
            for title, field in WAITED.items()
        ),
    ),
    commitments=(13,),
    computed=("feed", "state", "withheld"),
)
