"""Files as Invierte.pe writes them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading
from layers.themes.sanitation_projects.reader import read_sanitation_projects

TODAY = dt.date(2026, 1, 31)
UNITS = {
    "01": "Amazonas",
    "0104": "Condorcanqui",
    "010401": "Nieva",
    "08": "Cusco",
    "0801": "Cusco",
    "080101": "Cusco",
    "080105": "San Sebastián",
    "13": "La Libertad",
    "14": "Lambayeque",
    "1301": "Trujillo",
    "130101": "Trujillo",
}
INVIERTE = Provenance("MEF, Invierte.pe", "https://www.mef.gob.pe/x", dt.date(2024, 12, 31))

GOOD = {
    "CODIGO_UNICO": "2112555",
    "CODIGO_SNIP": "84312",
    "NOMBRE_INVERSION": "MEJORAMIENTO DEL SERVICIO DE AGUA POTABLE",
    "ESTADO": "ACTIVO",
    "SITUACION": "VIABLE",
    "MARCO": "INVIERTE",
    "NIVEL": "GL",
    "FUNCION": "SANEAMIENTO",
    "MONTO_VIABLE": "1000.5",
    "COSTO_ACTUALIZADO": "1200",
    "DEV_ANIO_ACTUAL": "100.25",
    "DEVEN_ACUMUL_ANIO_ANT": "200.50",
    "AVANCE_FISICO": "45.6",
    "AVANCE_EJECUCION": "25",
    "TIENE_F8": "SI",
    "TIENE_F9": "NO",
    "TIENE_F12B": "",
    "FECHA_VIABILIDAD": "15/03/2018",
    "NUM_HABITANTES_BENEF": "300",
    "DEPARTAMENTO": "CUSCO",
    "PROVINCIA": "CUSCO",
    "DISTRITO": "CUSCO",
    "UBIGEO": "80101.0",
    "LATITUD": "-13.51",
    "LONGITUD": "-71.97",
}
Cells = dict[str, str]


def as_csv(*rows: Cells, columns: tuple[str, ...] = tuple(GOOD)) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | row for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def read(*rows: Cells, samples: bool = False, columns: tuple[str, ...] = tuple(GOOD)) -> Reading:
    context = Context(Directory(UNITS), TODAY, samples, INVIERTE)
    return read_sanitation_projects(as_csv(*rows, columns=columns), context)


def records(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reading.frames["sanitation_projects"].to_dict("records")
    return found


SEVERAL = {"PROVINCIA": "-MUL.PROV-", "DISTRITO": "-MUL.DIST-"}
EVERYWHERE = SEVERAL | {"DEPARTAMENTO": "-MUL.DEP-"}
