"""INEI's directory of units as importers ask it: by ubigeo, or by the names of three levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from territory.names import bare_name
from territory.unit_names import (
    LIMA,
    METROPOLITAN,
    METROPOLITAN_LIMA,
    half_of_lima,
    keys_of,
    lost_letters,
    may_abbreviate,
    own_keys,
)

# How alike two names must be for one to be offered for the other (difflib's ratio): "Ravacayco"
# and "Rivacayco" are, namesakes with a number or a saint more are not.
LIKENESS = 0.9


@dataclass
class _Siblings:
    """The units within one: how each is known. A key that two share is in neither table."""

    strict: dict[str, str | None] = field(default_factory=dict)
    loose: dict[str, str | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, ubigeo: str, name: str) -> None:
        strict, loose = own_keys(ubigeo, name)
        self.names[ubigeo] = name
        for table, keys in ((self.strict, strict), (self.loose, loose)):
            for key in keys:
                table[key] = None if key in table else ubigeo

    def find(self, name: str, above: str) -> str | None:
        keys = keys_of(name, above)
        for table in (self.strict, self.loose):
            if found := next((table[key] for key in keys if table.get(key)), None):
                return found
        if not keys:
            return None
        lost = lost_letters(name)
        alike = [
            ubigeo
            for ubigeo, own in self.names.items()
            if (lost.fullmatch(bare_name(own)) if lost else may_abbreviate(name, own))
        ]
        return alike[0] if len(alike) == 1 else None


@dataclass(frozen=True)
class Directory:
    """The present units: ubigeo → name, with a way back from names.

    Only the triple department, province and district is unique: 262 districts share a name.
    """

    names: dict[str, str]
    _within: dict[str, _Siblings] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        within: dict[str, _Siblings] = {}
        for ubigeo, name in self.names.items():
            within.setdefault(ubigeo[:-2], _Siblings()).add(ubigeo, name)
        object.__setattr__(self, "_within", within)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> Directory:
        """From pairs of ubigeo and name."""
        return cls(dict(rows))

    def __contains__(self, ubigeo: str) -> bool:
        return ubigeo in self.names

    def name(self, ubigeo: str) -> str:
        """The unit's own name; KeyError where there is no such unit."""
        return self.names[ubigeo]

    def find(self, *names: str) -> str | None:
        """The ubigeo of department, province and district, as many as are given, in this order.

        By whatever official files call a unit of its level (``territory.unit_names``). "LIMA
        METROPOLITANA" for a department is the province of Lima, and "REGIÓN LIMA" its other
        provinces, which alone are no unit. None where INEI has no such unit.
        """
        department, *finer = names
        half = half_of_lima(department)
        if half:
            return self._within_half(half, finer)
        found = self.child("", department)
        for name in finer:
            found = self.child(found, name) if found else None
        return found

    def _within_half(self, half: str, finer: Sequence[str]) -> str | None:
        if not finer:
            is_unit = half == METROPOLITAN and METROPOLITAN_LIMA in self.names
            return METROPOLITAN_LIMA if is_unit else None
        province = self.child(LIMA, finer[0])
        if province is None or (province == METROPOLITAN_LIMA) != (half == METROPOLITAN):
            return None
        return self.child(province, finer[1]) if len(finer) > 1 else province

    def child(self, parent: str, name: str) -> str | None:
        """The unit within ``parent`` ("" for a department) that a file calls so, None if none."""
        siblings = self._within.get(parent)
        return siblings.find(name, self.names.get(parent, "")) if siblings else None

    def is_called(self, ubigeo: str, name: str) -> bool:
        """Whether a file's name is the unit's, among those of its parent."""
        if len(ubigeo) == 2 and half_of_lima(name):
            return ubigeo == LIMA
        return self.child(ubigeo[:-2], name) == ubigeo

    def namesakes(self, digits: int, name: str) -> list[str]:
        """The units whose ubigeo has so many digits that a file may call so, wherever they lie."""
        parents = (parent for parent in self._within if len(parent) == digits - 2)
        return [found for parent in parents if (found := self.child(parent, name))]

    def resembling(self, *names: str) -> str | None:
        """The unit of the same names above whose own name is the most alike, if it is enough."""
        *above, own = names
        parent = self.find(*above) if above else ""
        siblings = self._within.get(parent) if parent is not None else None
        if siblings is None:
            return None
        bare = {bare_name(name): ubigeo for ubigeo, name in siblings.names.items()}
        alike = get_close_matches(bare_name(own), bare, n=1, cutoff=LIKENESS)
        return bare[alike[0]] if alike else None

    def path(self, ubigeo: str) -> tuple[str, ...]:
        """The names from the department down to the unit itself, "" where one is unknown."""
        return tuple(self.names.get(ubigeo[:end], "") for end in range(2, len(ubigeo) + 1, 2))

    def label(self, ubigeo: str) -> str:
        """``Miraflores (Lima, Lima)``: as a person tells a unit from its namesakes."""
        *above, name = self.path(ubigeo)
        return f"{name} ({', '.join(reversed(above))})" if above else name

    def differing(self, ubigeo: str, names: Sequence[str]) -> list[tuple[str, str]]:
        """Pairs (as a file writes, as INEI does) of the names that differ; empty ones don't."""
        codes = (ubigeo[:end] for end in range(2, len(ubigeo) + 1, 2))
        return [
            (theirs, self.names.get(code, ""))
            for theirs, code in zip(names, codes, strict=True)
            if theirs.strip() and not self.is_called(code, theirs)
        ]
