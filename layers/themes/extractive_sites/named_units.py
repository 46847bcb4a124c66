"""The units that a right names: one or several in each of department, province and district.

"QUIRUVILCA / CALAMARCA" in "JULCAN / SANTIAGO DE CHUCO": the lists aren't in one order, so each
district is looked for in every province that is named. A right belongs to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from layers.reading.directory import Directory

# No unit's name has one of these.
_SEPARATOR = re.compile(r"\s*[/;|,\n]\s*")
# Some do have these: José Luis Bustamante y Rivero. They separate where both sides are known.
_WEAK_SEPARATOR = re.compile(r"\s+[yYeE]\s+|\s*-\s*")

Known = Callable[[str], list[str]]


@dataclass(frozen=True)
class NamedUnits:
    """``ubigeos``: the finest units, by code. ``unknown``: names that are no unit's there."""

    ubigeos: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def common(self) -> str | None:
        """The least unit that holds them all; None where they are of several departments."""
        for digits in (6, 4, 2):
            above = {ubigeo[:digits] for ubigeo in self.ubigeos}
            if len(above) == 1:
                return above.pop()
        return None


def named_units(units: Directory, department: str, province: str, district: str) -> NamedUnits:
    """What the three cells of a row name."""
    unknown: list[str] = []
    departments = _read(department, lambda name: _found(units, [(name,)]), unknown)
    paths: list[tuple[str, ...]] = [(name,) for name in departments]
    found = {code for name in departments for code in departments[name]}
    for level, cell in enumerate((province, district), start=1):
        if not cell.strip():
            paths = []
            continue
        # Without a known province a district's name would be looked for among provinces.
        if not any(len(path) == level for path in paths):
            unknown.append(cell.strip())
            continue
        here = _read(cell, partial(_within, units, tuple(paths)), unknown)
        finer = _chosen(here.values(), found)
        found = {
            code for code in found if not any(other.startswith(code) for other in finer)
        } | finer
        paths = [(*path, name) for path in paths for name in here if units.find(*path, name)]
    return NamedUnits(tuple(sorted(found)), tuple(unknown))


def _read(cell: str, known: Known, unknown: list[str]) -> dict[str, list[str]]:
    """Name → the units that it may be; what is none's is added to ``unknown``."""
    found: dict[str, list[str]] = {}
    for piece in filter(None, _SEPARATOR.split(cell.strip())):
        names = _pieces(piece, known)
        if names is None:
            unknown.append(piece)
        else:
            found |= {name: known(name) for name in names}
    return found


def _pieces(text: str, known: Known) -> list[str] | None:
    """The known names of which a text consists; None where it doesn't."""
    if known(text):
        return [text]
    for separator in _WEAK_SEPARATOR.finditer(text):
        first, rest = text[: separator.start()], text[separator.end() :]
        if first and rest and known(first) and (others := _pieces(rest, known)):
            return [first, *others]
    return None


def _chosen(choices: Iterable[list[str]], above: set[str]) -> set[str]:
    """Of a name that two of the units above have, the one in a unit that has no other name.

    Where that doesn't decide, none: the units above stay.
    """
    lists = list(choices)
    sure = {codes[0] for codes in lists if len(codes) == 1}
    served = {code[:-2] for code in sure}
    for codes in lists:
        if len(codes) > 1:
            left = [code for code in codes if code[:-2] in above and code[:-2] not in served]
            sure |= set(left) if len(left) == 1 else set()
    return sure


def _within(units: Directory, paths: Iterable[tuple[str, ...]], name: str) -> list[str]:
    return _found(units, [(*path, name) for path in paths])


def _found(units: Directory, paths: Iterable[tuple[str, ...]]) -> list[str]:
    return sorted({code for path in paths if (code := units.find(*path))})
