"""Files as SUSALUD's form F500.2, version 2, has them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pandas as pd

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.emergency_beds.reader import read_bed_reports

TODAY = dt.date(2026, 1, 31)
F500_2 = Provenance("SUSALUD, F500.2", "https://www.gob.pe/susalud", dt.date(2022, 6, 30))
UNITS = {"21": "Puno", "2102": "Azángaro", "210201": "Azángaro"}

GOOD = {
    "FECHACORTE": "20220630",
    "FECHAREGISTRO": "20220630",
    "CODIGO": "00002941",
    "NOMBRE": "CARLOS CORNEJO ROSELLO",
    "CATEGORIA": "II-1",
    "UBIGEO": "210201",
    "REGION": "PUNO",
    "PROVINCIA": "AZANGARO",
    "DISTRITO": "AZANGARO",
    "CUENTA_ZC": "Si",
    "ZC_UCI_CAM_TOTAL": "99",
    "ZC_EMER_CAM_TOTAL": "4",
    "ZC_EMER_CAM_INOPERATIVOS": "0",
    "ZC_EMER_CAM_TOT_OPER": "4",
    "ZC_EMER_CAM_TOT_DISP": "3",
    "ZC_EMER_CAM_TOT_OCUP": "1",
    "ZNC_EMER_CAM_TOTAL": "12",
    "ZNC_EMER_CAM_INOPERATIVO": "2",
    "ZNC_EMER_CAM_OPERATIVO": "10",
    "ZNC_EMER_CAM_DISPONIBLE": "4",
    "ZNC_EMER_CAM_OCUPADO": "6",
}


def context(*, samples: bool = False) -> Context:
    return Context(Directory(UNITS), TODAY, samples, F500_2)


def table(*rows: dict[str, str], separator: str = "|", without: tuple[str, ...] = ()) -> bytes:
    names = [name for name in GOOD if name not in without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore", delimiter=separator)
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return out.getvalue().encode()


def read(*rows: dict[str, str], without: tuple[str, ...] = ()) -> Reading:
    return read_bed_reports(table(*rows, without=without), context())


def areas(reading: Reading) -> dict[str, pd.Series]:
    """The only row of each area."""
    frame = reading.frames["emergency_bed_reports"]
    assert not frame["area"].duplicated().any()
    return {row["area"]: row for _, row in frame.iterrows()}
