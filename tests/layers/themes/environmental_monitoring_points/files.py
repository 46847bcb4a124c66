"""OEFA's and DIGESA's files, in their own headings and spellings, for the tests of the readers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping

from layers.reading.context import Choice, Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance

UNITS = {
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
    "140105": "José Leonardo Ortiz",
    "16": "Loreto",
    "1603": "Loreto",
    "160305": "Tigre",
}
FROM = Provenance("OEFA", "", dt.date(2025, 2, 14))
# As OEFA's file of evaluations has it.
WATER = {
    "Número de informe": "INFORME N° 00055-2019-OEFA/DEAM-SSIM",
    "Etapa": "Segundo monitoreo",
    "Componente ambiental": "Agua",
    "Procedencia de la Muestra": "Agua natural superficial",
    "Procedencia Especifica de la Muestra": "Agua superficial de río",
    "Nombre del punto": "F01861-AG01",
    "Este": "601347",
    "Norte": "9506175",
    "Altitud": "76",
    "Zona": "18",
    "Datum": "WGS84",
    "Descripción de ubicación": "Punto ubicado en el río Tigre.",
    "Tipo de análisis": "Metales totales",
    "Fecha": "1/14/19",
    "Hora": "5:54:00 PM",
    "Valor": "0,00123",
    "Parámetro": "Arsénico",
    "Unidad de medida": "mg/L",
}
# As OEFA's file of supervision has it.
SUPERVISION = {
    "CUC": "0012-5-2018-401",
    "TXUBIGEO": "LORETO, LORETO, TIGRE",
    "TXZONA": "18",
    "COORD_NORTE": "9506175",
    "COORD_ESTE": "601347",
    "PUNTO_MUESTREO": "E-01",
    "FECHA_PTO": "17/03/2019",
    "MATRIZ": "AGUA SUPERFICIAL",
    "PARAMETRO": "Mercurio",
    "SIGNO": "<",
    "UNIDAD": "µg/L",
    "Metales.Totales": "0.03",
}
AIR = {
    "DEPARTAMENTO": "LAMBAYEQUE",
    "PROVINCIA": "CHICLAYO",
    "DISTRITO": "CHICLAYO",
    "COD_VAL": "E-01",
    "NOMBRE_ESTACION_VAL": "Centro de Idiomas UNPRG",
    "METODOLOGÍA": "Automático (Microbalanza Oscilatoria)",
    "FECHA": "20/4/2002",
    "CONCENTRACIÓN (µg/m³)": "76.17",
    "AÑO": "2002",
}


def context(*, samples: bool = False, datum: str = "") -> Context:
    return Context(Directory(UNITS), dt.date(2026, 1, 1), samples, FROM, choice=Choice(datum=datum))


def written(good: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(good))
    writer.writeheader()
    writer.writerows({**good, **row} for row in rows)
    return out.getvalue().encode()
