"""The unit that a row declares, by code and by names, column by column."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.code_and_names import Contradiction, compare, reniec_hint
from layers.reading.columns import Columns
from layers.reading.directory import Directory


@dataclass(frozen=True)
class Declared:
    """Reads declared districts. A code alone is never believed: RENIEC's look like INEI's."""

    units: Directory

    def read(self, table: Columns, code: str, names: tuple[str, str, str]) -> pd.Series:
        """The ubigeo of each row's district, or None.

        A row whose code and names contradict each other is refused. Where INEI knows neither
        the names nor the code, or there is no code and the names are unknown, the row stays and
        the unit is left out: a district may be newer than the directory.
        """
        *above, district = names
        columns = (district, code, *above)  # faults are reported of the name
        table.report_zeros(code, parse_ubigeo)
        sure = table.read_together(columns, self._surely, refuse=True)
        unknown = table.read_together(columns, self._possibly)
        return sure.where(sure != "", unknown)

    def _surely(self, district: str, code: str, *above: str) -> str:
        """The ubigeo, empty where it isn't known; raises Contradiction."""
        return self._read(district, code, *above)[0]

    def _read(self, district: str, code: str, *above: str) -> tuple[str, str]:
        """The ubigeo and how the file's names differ in writing, either empty."""
        names = (*above, district)
        ubigeo = _code(code)
        if ubigeo in self.units:
            return ubigeo, compare(self.units, ubigeo, names)
        named = self.units.find(*names) if all(name.strip() for name in names) else None
        if named is not None and ubigeo:
            raise Contradiction(
                f"El archivo dice {', '.join(names)}, que para el INEI es {named}, con el código "
                f"{ubigeo}{reniec_hint(ubigeo, named)}."
            )
        return named or "", ""

    def _possibly(self, district: str, code: str, *above: str) -> str | None:
        """None where nothing else is to be said.

        Raises CellError with why the unit is unknown, or how its name differs.
        """
        try:
            ubigeo, doubt = self._read(district, code, *above)
        except Contradiction:
            return None
        if doubt:
            raise CellError(doubt)
        if ubigeo:
            return None
        if code.strip() and not _code(code):
            raise CellError("No es un ubigeo de distrito: se esperan 6 dígitos.")
        if code.strip():
            raise CellError(f"El INEI no tiene un distrito {_code(code)} ni uno de ese nombre.")
        raise CellError(f"El INEI no tiene un distrito {', '.join((*above, district))}.")


def _code(raw: str) -> str:
    """Six digits, or empty."""
    try:
        ubigeo = parse_ubigeo(raw)
    except CellError:
        return ""
    return ubigeo if len(ubigeo) == 6 else ""
