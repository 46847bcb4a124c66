"""Files in the form of the ministry's income, written for tests of size and of traps."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

UNITS = {
    "18": "Moquegua",
    "1801": "Mariscal Nieto",
    "180101": "Moquegua",
    "180106": "Torata",
    "04": "Arequipa",
    "0401": "Arequipa",
    "040101": "Arequipa",
    "15": "Lima",
    "1501": "Lima",
    "150101": "Lima",
    "07": "Callao",
    "0701": "Callao",
    "070101": "Callao",
}
TORATA = {
    "ANO_DOC": "2023",
    "MES_DOC": "7",
    "NIVEL_GOBIERNO_NOMBRE": "GOBIERNOS LOCALES",
    "EJECUTORA_NOMBRE": "MUNICIPALIDAD DISTRITAL DE TORATA",
    "DEPARTAMENTO_EJECUTORA": "18",
    "DEPARTAMENTO_EJECUTORA_NOMBRE": "MOQUEGUA",
    "PROVINCIA_EJECUTORA": "1",
    "PROVINCIA_EJECUTORA_NOMBRE": "MARISCAL NIETO",
    "DISTRITO_EJECUTORA": "6",
    "DISTRITO_EJECUTORA_NOMBRE": "TORATA",
    "RUBRO": "18",
    "TIPO_RECURSO_NOMBRE": "SUB CUENTA - CANON MINERO",
    "GENERICA_NOMBRE": "DONACIONES Y TRANSFERENCIAS",
    "MONTO_RECAUDADO": "1000.50",
    "nota": "",
}


def written(rows: Iterable[dict[str, Any]], header: Iterable[str] = TORATA) -> bytes:
    """A CSV file of ``TORATA``'s row, once for each of ``rows``, with what these say otherwise."""
    out = io.StringIO()
    names = list(header)
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(TORATA | row for row in rows)
    return out.getvalue().encode()
