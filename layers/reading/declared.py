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
        table.report_zeros(code, parse_ubigeo)
        # Faults are reported of the name.
        found = table.read_together((district, code, *above), self._find, refuse=True)
        doubts = {int(row): one.doubt for row, one in found.items() if one and one.doubt}
        table.report(doubts, district, refuse=False)
        # Not by ``map``, which makes texts with a None among them a column of texts, with NaN.
        return pd.Series([one and one.ubigeo for one in found], found.index, dtype=object)

    def _find(self, district: str, code: str, *above: str) -> _Found:
        """The unit, and what the operator should know of it; raises Contradiction."""
        names = (*above, district)
        ubigeo = _code(code)
        if ubigeo in self.units:
            return _Found(ubigeo, compare(self.units, ubigeo, names))
        named = self.units.find(*names) if all(name.strip() for name in names) else None
        if named is not None and ubigeo:
            raise Contradiction(
                f"El archivo dice {', '.join(names)}, que para el INEI es {named}, con el código "
                f"{ubigeo}{reniec_hint(ubigeo, named)}."
            )
        if named is not None:
            return _Found(named)
        return _Found(None, _why_unknown(code, ubigeo, names))


@dataclass(frozen=True)
class _Found:
    """``doubt`` is why the unit isn't known, or how the file's names differ in writing."""

    ubigeo: str | None
    doubt: str = ""


def _why_unknown(code: str, ubigeo: str, names: tuple[str, ...]) -> str:
    if ubigeo:
        return f"El INEI no tiene un distrito {ubigeo} ni uno de ese nombre."
    if code.strip():
        return "No es un ubigeo de distrito: se esperan 6 dígitos."
    return f"El INEI no tiene un distrito {', '.join(names)}."


def _code(raw: str) -> str:
    """Six digits, or empty."""
    try:
        ubigeo = parse_ubigeo(raw)
    except CellError:
        return ""
    return ubigeo if len(ubigeo) == 6 else ""
