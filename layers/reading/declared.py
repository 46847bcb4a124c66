"""The unit that a row declares, by code and by names, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd

from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.columns import Columns
from layers.reading.directory import Directory
from territory.names import bare_name, same_name

# How alike two spellings of one name are at least (difflib's ratio).
_ALIKE = 0.7


class Contradiction(CellError):
    """Code and names are those of two units."""


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
        sure = table.read_together(columns, self._surely, refuse=True)
        unknown = table.read_together(columns, self._possibly)
        return sure.where(sure != "", unknown)

    def _surely(self, district: str, code: str, *above: str) -> str:
        """The ubigeo, empty where it isn't known; raises Contradiction."""
        names = (*above, district)
        named = self.units.find(*names) if all(name.strip() for name in names) else None
        ubigeo = _code(code)
        if named is not None and ubigeo not in ("", named):
            raise Contradiction(
                f"El archivo dice {', '.join(names)}, que para el INEI es {named} "
                "(¿códigos de RENIEC?)."
            )
        if named is not None:
            return named
        if ubigeo in self.units and not self._spelt_otherwise(ubigeo, names):
            raise Contradiction(
                f"El ubigeo {ubigeo} del INEI es «{self.units.name(ubigeo)}»; el archivo dice "
                f"otro nombre, {', '.join(names)} (¿códigos de RENIEC?)."
            )
        return ubigeo if ubigeo in self.units else ""

    def _possibly(self, district: str, code: str, *above: str) -> str | None:
        """None where nothing else is to be said; raises CellError with why it is unknown."""
        try:
            if self._surely(district, code, *above):
                return None
        except Contradiction:
            return None
        if code.strip() and not _code(code):
            raise CellError("No es un ubigeo de distrito: se esperan 6 dígitos.")
        if code.strip():
            raise CellError(f"El INEI no tiene un distrito {_code(code)} ni uno de ese nombre.")
        raise CellError(f"El INEI no tiene un distrito {', '.join((*above, district))}.")

    def _spelt_otherwise(self, ubigeo: str, names: tuple[str, ...]) -> bool:
        """Whether the names may be another spelling of the district's, as Nazca is of Nasca."""
        *above, district = names
        own = bare_name(self.units.name(ubigeo))
        return SequenceMatcher(None, own, bare_name(district)).ratio() >= _ALIKE and all(
            same_name(self.units.name(ubigeo[:end]), name)
            for end, name in zip((2, 4), above, strict=True)
        )


def _code(raw: str) -> str:
    """Six digits, or empty."""
    try:
        ubigeo = parse_ubigeo(raw)
    except CellError:
        return ""
    return ubigeo if len(ubigeo) == 6 else ""
