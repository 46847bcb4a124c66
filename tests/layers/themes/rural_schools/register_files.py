"""Files as the ministry's register of schools has them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pandas as pd

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.rural_schools.reader import read_schools

TODAY = dt.date(2026, 1, 31)
ESCALE = Provenance("MINEDU, ESCALE", "https://escale.minedu.gob.pe", dt.date(2025, 5, 31))
UNITS = {
    "08": "Cusco",
    "0801": "Cusco",
    "080102": "Ccorca",
    "14": "Lambayeque",
    "1401": "Chiclayo",
    "140101": "Chiclayo",
}

GOOD = {
    "COD_MOD": "0257048",
    "ANEXO": "0",
    "CODLOCAL": "000019",
    "CEN_EDU": "501234 NIÑO JESÚS",
    "NIV_MOD": "F0",
    "D_NIV_MOD": "Secundaria",
    "D_FORMA": "Escolarizada",
    "D_GESTION": "Pública de gestión directa",
    "D_GES_DEP": "Sector Educación",
    "DIRECTOR": "UNA PERSONA",
    "CEN_POB": "CCORCA",
    "AREA_CENSO": "2",
    "DAREACENSO": "Rural",
    "CODGEO": "080102",
    "D_DPTO": "CUSCO",
    "D_PROV": "CUSCO",
    "D_DIST": "CCORCA",
    "CODOOII": "080001",
    "D_DREUGEL": "UGEL CUSCO",
    "NLAT_IE": "-13.584722",
    "NLONG_IE": "-72.059167",
    "ESTADO": "1",
    "TALUMNO": "60",
    "TDOCENTE": "8",
    "TSECCION": "5",
    "FECHA_ACT": "2025-03-05",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, ESCALE)


def table(*rows: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    names = [name for name in GOOD if name not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], without: tuple[str, ...] = (), samples: bool = False) -> Reading:
    return read_schools(table(*rows, without=without), context(samples=samples))


def schools(reading: Reading) -> pd.DataFrame:
    return reading.frames["rural_schools"]


def services(reading: Reading) -> pd.DataFrame:
    return reading.frames["school_services"]
