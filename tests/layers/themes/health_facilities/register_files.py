"""Files as SUSALUD's register of facilities has them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pandas as pd

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.health_facilities.reader import read_facilities

TODAY = dt.date(2026, 1, 31)
RENIPRESS = Provenance("SUSALUD, RENIPRESS", "https://www.gob.pe/susalud", dt.date(2025, 6, 30))
UNITS = {"21": "Puno", "2102": "Azángaro", "210201": "Azángaro"}

GOOD = {
    "Institución": "GOBIERNO REGIONAL",
    "Código Único": "2941",
    "Nombre del establecimiento": "CARLOS CORNEJO ROSELLO",
    "Clasificación": "HOSPITALES O CLINICAS DE ATENCION GENERAL",
    "Tipo": "ESTABLECIMIENTO DE SALUD CON INTERNAMIENTO",
    "Departamento": "PUNO",
    "Provincia": "AZANGARO",
    "Distrito": "AZANGARO",
    "UBIGEO": "210201",
    "Dirección": "JR- FRANCISCO BOLOGNESI Nº 557",
    "Código DISA": "29",
    "DISA": "PUNO",
    "Red": "AZANGARO",
    "Microrred": "NO PERTENECE A NINGUNA MICRORED",
    "Unidad Ejecutora": " ",
    "Categoria": "II-1",
    "Teléfono": "000-000000",
    "Horario": "24 HORAS",
    "Inicio de Actividad": "07/01/1977",
    "Director Médico y/o Responsable de la Atención de Salud": "UNA PERSONA",
    "Estado": "ACTIVADO",
    "Condición": "EN FUNCIONAMIENTO",
    "NORTE": "-70.19933924",
    "ESTE": "-14.9041434",
    "COTA": "3911.312",
    "CAMAS": "45",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, RENIPRESS)


def table(*rows: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    """Windows 1252 and CRLF, as it is published."""
    names = [name for name in GOOD if name not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode("cp1252")


def read(*rows: dict[str, str], without: tuple[str, ...] = (), samples: bool = False) -> Reading:
    return read_facilities(table(*rows, without=without), context(samples=samples))


def frame(*rows: dict[str, str], without: tuple[str, ...] = ()) -> pd.DataFrame:
    return read(*rows, without=without).frames["health_facilities"]
