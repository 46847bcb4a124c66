"""The unit that a row of Invierte.pe declares, by its ubigeo and held against its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.code_and_names import compare
from layers.reading.directory import Directory
from territory.names import fold
from territory.unit_names import LIMA, METROPOLITAN, METROPOLITAN_LIMA, half_of_lima

# "-MUL.DEP-", "-MUL.PROV-", "- TODOS -": the investment is in several of them.
_SEVERAL = re.compile(r"-?\s*(?:mul\b.*|todos)\s*-?")


@dataclass(frozen=True)
class Place:
    """``ubigeo`` is None for several departments; ``doubt`` is what the operator should know."""

    ubigeo: str | None
    doubt: str = ""


class Places:
    """Answers for one directory; a file repeats its two thousand places many times."""

    def __init__(self, units: Directory) -> None:
        self._units = units
        self.find = cache(self._find)

    def _find(self, raw: str, department: str, province: str, district: str) -> Place:
        """The declared unit; raises CellError where code and names can't be of one."""
        if not department.strip():
            raise CellError("Falta el departamento: sin nombres no se sabe si el ubigeo es INEI.")
        names = _distinct_names(department, province, district)
        if not names:
            return Place(None)
        ubigeo = _code(raw)
        if ubigeo is None:
            found = self._units.find(*names)
            if found is None:
                raise CellError("No hay ubigeo y el INEI no tiene una unidad con esos nombres.")
            return Place(found, "Sin ubigeo: se tomó el de los nombres.")
        if ubigeo not in self._units:
            raise CellError(f"El INEI no tiene una unidad {ubigeo}.")
        if ubigeo == METROPOLITAN_LIMA and half_of_lima(department) == METROPOLITAN:
            names = (self._units.name(LIMA), department) if len(names) == 1 else names
        if len(ubigeo) != 2 * len(names):
            raise CellError(f"El ubigeo {ubigeo} y los nombres no son del mismo nivel.")
        return Place(ubigeo, compare(self._units, ubigeo, names))


def _distinct_names(*names: str) -> tuple[str, ...]:
    """The names down to the first that stands for several, or is empty."""
    names_given: list[str] = []
    for name in names:
        if not name.strip() or _SEVERAL.fullmatch(fold(name)):
            break
        names_given.append(name)
    return tuple(names_given)


def _code(raw: str) -> str | None:
    """The code without the ``00`` that stands for "all of them"; None where there is none."""
    if not raw.strip("0 .-"):
        return None
    ubigeo = parse_ubigeo(raw)
    while len(ubigeo) > 2 and ubigeo.endswith("00"):
        ubigeo = ubigeo[:-2]
    return ubigeo
