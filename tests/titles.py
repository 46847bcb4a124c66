"""A register of titles in its form, persons and all, and publishing it as an operator does."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from django.core.management import call_command

# What no table, file or report may ever hold of it.
DOCUMENT, SURNAME, GIVEN = "45871236", "QUISPEINVENTADO", "Wenceslaá"
ROW = {
    "TIPO_DOCUMENTO": "DNI",
    "NRO_DOCUMENTO": DOCUMENT,
    "APELLIDO_PATERNO": SURNAME,
    "NOMBRES": GIVEN,
    "SEXO": "F",
    "COD_MOD": "344556",
    "NOMBRE_INSTITUCION": "IEST DE PRUEBA",
    "REGION": "LA LIBERTAD",
    "PROVINCIA": "TRUJILLO",
    "DISTRITO": "TRUJILLO",
    "CARRERA": "ENFERMERÍA TÉCNICA",
    "GRADO_TITULO": "TÍTULO PROFESIONAL TÉCNICO",
    "FECHA_EXPEDICION": "03/11/2015",
    "FECHA_REGISTRO": "20/02/2017",
    "NRO_TITULO": "000123",
    "CODIGO_REGISTRO": "R-0000045",
}
ORIGIN = ("--origin", "MINEDU, registro de prueba", "--cutoff", "2018-12-31")
# The first row, as somebody asks for it.
ASKED = {
    "institution": "0344556",
    "programme": "Enfermeria tecnica",
    "year": "2017",
    "number": "N° 123",
}


def register(rows: Iterable[Mapping[str, str]], separator: str = ";") -> bytes:
    """The file's bytes; each row says what it has otherwise than ``ROW``."""
    file = StringIO()
    writer = csv.DictWriter(file, ROW, delimiter=separator)
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue().encode("utf-8-sig")


def publish(folder: Path, rows: Iterable[Mapping[str, str]], *options: str) -> str:
    """What ``import_source`` says of publishing the rows, refused ones left out."""
    path, said = folder / "registro.csv", StringIO()
    path.write_bytes(register(rows))
    call_command(
        "import_source",
        "titles",
        str(path),
        *ORIGIN,
        "--skip-refused",
        *options,
        stdout=said,
        stderr=said,
    )
    return said.getvalue()
