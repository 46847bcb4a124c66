"""The columns of a survey's results. No official form is known, so they are this site's."""

from __future__ import annotations

import re

from layers.reading.cells import CellError, parse_required_text
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.sourced_places import PLACE, SOURCED
from territory.models import TransportSurveyCount

# A code is in an address.
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?", re.ASCII)


def parse_survey_code(raw: str) -> str:
    """A survey's code: letters, digits and hyphens; case doesn't count."""
    code = parse_required_text(raw, 40).upper()
    if not _CODE.fullmatch(code):
        raise CellError("Un código de encuesta tiene letras sin tilde, dígitos y guiones.")
    return code


def parse_code(raw: str) -> str:
    """A question's or an answer's code; case doesn't count."""
    return parse_required_text(raw, 20).upper()


def _said(title: str, field: str, about: str = "") -> Column:
    return Column(title, field, about, required=True, strict=True, filled=True)


FILE = Specification(
    TransportSurveyCount,
    (
        Column(
            "codigo_encuesta",
            "survey_code",
            "letras sin tilde, dígitos y guiones: está en la dirección de su página",
            required=True,
            strict=True,
            parse=parse_survey_code,
        ),
        Column(
            "encuesta",
            "survey",
            required=True,
            strict=True,
            sample=SampleMark(("ENCUESTA DE EJEMPLO",)),
        ),
        Column("codigo_pregunta", "question_code", required=True, strict=True, parse=parse_code),
        _said("pregunta", "name", "la pregunta con sus palabras"),
        Column("codigo_respuesta", "answer_code", required=True, strict=True, parse=parse_code),
        _said("respuesta", "answer", "la opción con sus palabras, nunca lo que alguien escribió"),
        *PLACE,
        Column(
            "periodo",
            part_of="period_start",
            about="`AAAA`, `AAAA-MM` o `AAAA-MM-DD`: cuándo se preguntó",
            required=True,
            strict=True,
        ),
        Column(
            "personas",
            part_of="value",
            about="cuántas dieron esa respuesta, o `reservado`, `no reportado`, `no aplica`; de 1 "
            "a 4 se publica como reservado",
            required=True,
            strict=True,
        ),
        Column(
            "entrevistadas",
            "interviewed",
            "a cuántas se hizo la pregunta en esa unidad; vacío si no se sabe",
            required=True,
            strict=True,
        ),
        _said("metodo", "method", "cómo se preguntó y cómo se eligió a quién"),
        _said("cobertura", "coverage", "de quiénes habla: edades, lugares, horas"),
        *SOURCED,
    ),
    computed=("granularity", "state", "commitments"),
)
