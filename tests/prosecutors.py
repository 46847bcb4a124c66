"""Files of complaints in prosecutors' offices, in the official form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from django.core.management import call_command

ROW = {
    "periodo_denuncia": "ENERO - DICIEMBRE",
    "anio_denuncia": "2023",
    "fecha_descarga": "10/01/2024",
    "distrito_fiscal": "LAMBAYEQUE",
    "especialidad": "PENAL",
    "tipo_caso": "DENUNCIA",
    "generico": "CONTRA EL PATRIMONIO",
    "subgenerico": "HURTO",
    "articulo": "185",
    "des_articulo": "Hurto simple",
    "cantidad": "100",
    "ubigeo": "140101",
    "dpto": "LAMBAYEQUE",
    "prov": "CHICLAYO",
    "dist": "CHICLAYO",
    "fecha_corte": "02/12/2024",
}
# Extortion, other offences against property, and another generic one.
OFFENCES = (
    {"subgenerico": "EXTORSION", "articulo": "200"},
    {"subgenerico": "HURTO", "articulo": "185"},
    {"generico": "CONTRA LA LIBERTAD", "subgenerico": "VIOLACION DE LA LIBERTAD PERSONAL"},
)


def row(**cells: str) -> dict[str, str]:
    """A row of the file, but for the cells named."""
    return {**ROW, **cells}


def content(rows: Iterable[dict[str, str]]) -> bytes:
    """The file, with its mark of the byte order."""
    out, lines = io.StringIO(), list(rows)
    writer = csv.DictWriter(out, list(ROW), delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def publish(path: Path, rows: Iterable[dict[str, str]]) -> None:
    path.write_bytes(content(rows))
    publish_file(path)


def publish_file(path: Path) -> None:
    command = ["import_source", "prosecutors", str(path), "--origin", "MPFN, datos abiertos"]
    call_command(*command, "--cutoff", "2024-12-02", stdout=StringIO(), stderr=StringIO())
