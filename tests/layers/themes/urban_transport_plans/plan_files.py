"""Files of a plan in the documented form, written by hand, with one good row to vary."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Reading
from layers.source import Source
from layers.themes.urban_transport_plans.source import INDICATORS, MEASURES, PLANS

TODAY = dt.date(2026, 1, 31)
UNITS = {"13": "La Libertad", "1301": "Trujillo", "130101": "Trujillo", "140101": "Chiclayo"}

_SOURCED = {
    "ubigeo": "1301",
    "territorio": "Trujillo",
    "fuente": "Plan de prueba, tomo 2",
    "url_fuente": "https://example.org/plan.pdf",
    "fecha_corte": "2020-12-31",
}
PLAN = {
    "codigo_plan": "pmus-trujillo",
    "plan": "Plan de movilidad",
    "estado": "elaborado, sin aprobar",
    "horizonte_inicio": "2020",
    "horizonte_fin": "2030",
    **_SOURCED,
}
MEASURE = {
    "codigo_plan": "PMUS-TRUJILLO",
    "codigo": "M-3A",
    "medida": "Corredor troncal",
    "programa": "Transporte público",
    "fase": "PIM 1",
    "fase_inicio": "2020",
    "fase_fin": "2022",
    "presupuesto_soles": "1 250 000,50",
    "geometria_wkt": "LINESTRING (-79.03 -8.11, -79.02 -8.10)",
    **_SOURCED,
}
INDICATOR = {
    "codigo_plan": "PMUS-TRUJILLO",
    "codigo": "I-1",
    "indicador": "Tiempo de viaje",
    "unidad_medida": "minutos",
    "tipo": "línea de base",
    "periodo": "2019",
    "valor": "48,5",
    **_SOURCED,
}
_GOOD = {PLANS.name: PLAN, MEASURES.name: MEASURE, INDICATORS.name: INDICATOR}


def read(source: Source, *rows: dict[str, str], samples: bool = False) -> Reading:
    """The reading of a file with those rows, each the good one but for what it says."""
    frame = pd.DataFrame([_GOOD[source.name] | row for row in rows], dtype=str).fillna("")
    data = frame.to_csv(index=False, sep=";").encode()
    return source.read(data, Context(Directory(UNITS), TODAY, samples))


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    """Row, column and reason of each refusal."""
    return [(error.row, error.column, error.reason) for error in reading.errors]
