"""By what a file's row says of which commission it is: kind, ubigeo and the unit's own name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from layers.reading.code_and_names import Contradiction, compare_own
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.specification import Column
from territory.models.environment import WRONG_LEVEL, fits_level

# A row must say both the ubigeo and the name of its unit, since RENIEC's codes are often valid
# codes of another district for INEI.
KEY_COLUMNS = (
    Column(
        "tipo",
        "kind",
        "Comisión Ambiental Regional (CAR) o Municipal (CAM); también su nombre completo",
        required=True,
        strict=True,
    ),
    Column(
        "ubigeo",
        "declared_ubigeo",
        "código del INEI: 2 dígitos para una CAR (departamento), 4 o 6 para una CAM "
        "(provincia o distrito). Se repone el cero inicial perdido: `801` es `0801`",
        required=True,
        strict=True,
        filled=True,
    ),
    Column(
        "territorio",
        about="nombre de esa unidad. Debe coincidir con el del INEI, sin importar tildes ni "
        "mayúsculas: así se descubren los códigos de RENIEC, que son otros",
        required=True,
        strict=True,
    ),
)
SOURCE_COLUMN = Column(
    "fuente", "source", "documento del que sale la fila", required=True, strict=True
)
CUTOFF_COLUMN = Column(
    "fecha_corte", "cutoff_date", "fecha a la que la fila es cierta", required=True, strict=True
)
# Of files whose every fact has to be found again at an address.
ADDRESS_COLUMN = Column(
    "url_fuente",
    "source_url",
    "dirección web del documento; sin ella la fila no se publica",
    required=True,
    strict=True,
)


def check_keys(
    table: Columns, names: pd.Series, values: dict[str, pd.Series], context: Context
) -> None:
    """Refuse the rows whose kind, ubigeo and ``names`` are not those of one commission."""
    kind, ubigeo = values["kind"], values["declared_ubigeo"]
    units = context.units
    table.check("ubigeo", _wrong_level, kind, ubigeo)
    table.check("territorio", lambda name, code: _wrong_name(units, name, code), names, ubigeo)
    table.check(
        "territorio",
        lambda name, code: _otherwise_written(units, name, code),
        names,
        ubigeo,
        refuse=False,
    )


def check_address(table: Columns, values: dict[str, Any], context: Context) -> None:
    """Refuse the facts that don't say at which address they may be read."""
    if context.samples:
        return
    table.check(
        "url_fuente",
        lambda address: "" if address else "Falta la dirección de la fuente.",
        values["source_url"],
    )


def _wrong_level(kind: str, ubigeo: str | None) -> str:
    if not kind or ubigeo is None or fits_level(kind, ubigeo):  # either was refused
        return ""
    return str(WRONG_LEVEL[kind])


def _wrong_name(units: Directory, given: str, code: str | None) -> str:
    if code is None:
        return ""
    try:
        compare_own(units, code, given)
    except Contradiction as contradiction:
        return str(contradiction)
    return ""


def _otherwise_written(units: Directory, given: str, code: str | None) -> str:
    if code is None or _wrong_name(units, given, code):
        return ""
    return compare_own(units, code, given)
