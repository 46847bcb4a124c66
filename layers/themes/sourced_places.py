"""What the files of this site's own form check of a row's unit and of the address of its source."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from layers.reading.code_and_names import Contradiction, compare_own
from layers.reading.columns import Columns
from layers.reading.context import Context
from layers.reading.specification import Column
from layers.themes.own_form import as_written

PLACE = (
    Column(
        "ubigeo",
        "declared_ubigeo",
        "código del INEI de la unidad; se repone el cero inicial perdido",
        required=True,
        strict=True,
        filled=True,
    ),
    Column(
        "territorio",
        about="nombre de esa unidad; debe coincidir con el del INEI, sin importar tildes: así se "
        "descubren los códigos de RENIEC, que son otros",
        required=True,
        strict=True,
    ),
)
SOURCED = (
    Column("fuente", "source", "documento del que sale la fila", required=True, strict=True),
    Column(
        "url_fuente",
        "source_url",
        "dirección web del documento; obligatoria en todo lo que no es un ejemplo",
        required=True,
        strict=True,
    ),
    Column(
        "fecha_corte",
        "cutoff_date",
        "fecha a la que la fila es cierta",
        required=True,
        strict=True,
    ),
)
_SOURCE, *_ADDRESS_AND_DAY = SOURCED
# The same where a text may have been written for spreadsheets (``own_form.as_written``).
SOURCED_AS_WRITTEN = (replace(_SOURCE, prepare=as_written), *_ADDRESS_AND_DAY)


def check_place(table: Columns, names: pd.Series, ubigeo: pd.Series, context: Context) -> None:
    """A code that is another unit's is refused; one spelt otherwise is reported."""

    def wrong(name: str, code: str | None) -> str:
        if code is None:
            return ""
        try:
            compare_own(context.units, code, name)
        except Contradiction as contradiction:
            return str(contradiction)
        return ""

    def otherwise(name: str, code: str | None) -> str:
        return "" if code is None or wrong(name, code) else compare_own(context.units, code, name)

    table.check("territorio", wrong, names, ubigeo)
    table.check("territorio", otherwise, names, ubigeo, refuse=False)


def check_sourced(table: Columns, addresses: pd.Series, context: Context) -> None:
    """A fact without the address of its document is refused."""
    if not context.samples:
        table.check("url_fuente", _unsourced, addresses)


def _unsourced(address: str | None) -> str:
    return "" if address else "Falta la dirección del documento: sin ella no se publica."
