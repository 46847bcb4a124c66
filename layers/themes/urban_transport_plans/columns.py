"""The columns of the three files of a plan. No official form is known, so they are this site's.

Their words are those of published plans (estrategia, categoría, programa, cobertura, fase).
"""

from __future__ import annotations

import re
from functools import partial

from layers.reading.cells import CellError, parse_required_text
from layers.reading.numbers import parse_amount_pen, parse_count, parse_number, parse_percent
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.sourced_places import PLACE, SOURCED
from layers.themes.urban_transport_plans.shapes import parse_area, parse_shape
from territory.models.urban_plans import (
    UrbanTransportIndicator,
    UrbanTransportPlan,
    UrbanTransportProject,
)

COMMITMENTS = (10,)
_YEARS = range(1990, 2101)
_PLAN_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?", re.ASCII)
# 14 digits before the point, as the model's column has.
_LARGEST = 10**14


def parse_plan_code(raw: str) -> str:
    """A plan's code, which is in its page's address: letters, digits and hyphens."""
    code = parse_required_text(raw, 40).upper()
    if not _PLAN_CODE.fullmatch(code):
        raise CellError("Un código de plan tiene letras sin tilde, dígitos y guiones.")
    return code


def parse_code(raw: str) -> str:
    """A measure's or an indicator's code; case doesn't tell one from another."""
    return parse_required_text(raw, 20).upper()


def parse_optional_code(raw: str) -> str | None:
    """The same, None when empty."""
    return parse_code(raw) if raw.strip() else None


def parse_year(raw: str) -> int | None:
    """A year of four digits; None when empty."""
    year = parse_count(raw, _YEARS[-1])
    if year is not None and year not in _YEARS:
        raise CellError(f"No es un año de {_YEARS[0]} a {_YEARS[-1]}.")
    return year


def parse_value(raw: str) -> object:
    """An indicator's number, negative ones too."""
    number = parse_number(raw, fits=lambda n: abs(n) < _LARGEST)
    if number is None:
        raise CellError("Está vacío y es obligatorio: un valor que no se conoce no tiene fila.")
    if abs(number) >= _LARGEST:
        raise CellError("Es demasiado grande para ser cierto.")
    return round(number, 4)


def _name(title: str, start: str) -> Column:
    return Column(
        title,
        "name",
        required=True,
        strict=True,
        sample=SampleMark((start,)),
        illegible=ILLEGIBLE_NAME,
    )


_PLAN = Column(
    "codigo_plan",
    "plan_code",
    "el código del plan, como en el archivo de planes",
    required=True,
    strict=True,
    parse=parse_plan_code,
)
PLANS_FILE = Specification(
    UrbanTransportPlan,
    (
        Column(
            "codigo_plan",
            "code",
            "letras sin tilde, dígitos y guiones: está en la dirección de su página",
            required=True,
            strict=True,
            parse=parse_plan_code,
        ),
        _name("plan", "PLAN DE EJEMPLO"),
        *PLACE,
        Column("estado", "status", strict=True),
        Column("norma_aprobacion", "approved_by", strict=True),
        Column("fecha_aprobacion", "approved_on", strict=True),
        Column("horizonte_inicio", "horizon_from", "año", parse=parse_year, strict=True),
        Column("horizonte_fin", "horizon_to", "año", parse=parse_year, strict=True),
        Column(
            "ambito_wkt",
            "geom",
            "polígono en WKT, longitud y latitud en grados; sin él se dibuja la unidad",
            parse=parse_area,
            strict=True,
        ),
        *SOURCED,
    ),
    commitments=COMMITMENTS,
)

MEASURES_FILE = Specification(
    UrbanTransportProject,
    (
        _PLAN,
        Column(
            "codigo",
            "code",
            "el código de la medida en el plan: `M-1`, `M-3A`",
            required=True,
            strict=True,
            parse=parse_code,
        ),
        _name("medida", "MEDIDA DE EJEMPLO"),
        Column("estrategia", "strategy", strict=True),
        Column("categoria", "category", strict=True),
        Column("programa", "programme", strict=True),
        Column("cobertura", "scope", "con las palabras del plan", strict=True),
        Column(
            "fase",
            "phase",
            "`PIM 1`; una medida de varias fases tiene una fila en cada una",
            required=True,
            strict=True,
            parse=partial(parse_required_text, max_length=60),
        ),
        Column("fase_inicio", "phase_from", "año", parse=parse_year, strict=True),
        Column("fase_fin", "phase_to", "año", parse=parse_year, strict=True),
        Column(
            "presupuesto_soles",
            "budget_pen",
            "lo previsto para la fase, no para toda la medida; vacío si no se conoce",
            parse=parse_amount_pen,
            strict=True,
        ),
        *PLACE,
        Column(
            "geometria_wkt",
            "geom",
            "punto, línea o polígono en WKT, longitud y latitud en grados; sin ella se dibuja "
            "la unidad, y la capa lo dice",
            parse=parse_shape,
            strict=True,
        ),
        Column("estado", "status", strict=True),
        Column(
            "fecha_estado",
            "status_on",
            "el día al que son ciertos el estado, lo ejecutado y el avance",
            strict=True,
        ),
        Column("ejecutado_soles", "executed_pen", parse=parse_amount_pen, strict=True),
        Column("avance_pct", "progress_pct", "de 0 a 100", parse=parse_percent, strict=True),
        *SOURCED,
    ),
    commitments=COMMITMENTS,
    computed=("phase_number",),
)

INDICATORS_FILE = Specification(
    UrbanTransportIndicator,
    (
        _PLAN,
        Column(
            "codigo",
            "code",
            "el código del indicador en el plan",
            required=True,
            strict=True,
            parse=parse_code,
        ),
        _name("indicador", "INDICADOR DE EJEMPLO"),
        Column("unidad_medida", "unit_of_measure", required=True, strict=True),
        Column(
            "codigo_medida",
            "project_code",
            "la medida que sigue, si sigue una",
            parse=parse_optional_code,
            strict=True,
        ),
        Column("tipo", "kind", required=True, strict=True),
        Column(
            "periodo",
            part_of="period_start",
            about="`2030` o `2024-06`",
            required=True,
            strict=True,
        ),
        Column("valor", "value", required=True, strict=True, parse=parse_value),
        *PLACE,
        *SOURCED,
    ),
    commitments=COMMITMENTS,
    computed=("granularity",),
)
