"""INEI's directory of units as importers ask it: by ubigeo, or by the names of three levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from territory.names import bare_name, same_name

# What official files call a department that INEI names otherwise, bare: the police split Lima
# in two.
_DEPARTMENT_ALIASES = {
    "limametropolitana": "lima",
    "regionlima": "lima",
    "provinciaconstitucionaldelcallao": "callao",
    "provconstitucionaldelcallao": "callao",
}

# How alike two names must be for one to be offered for the other (difflib's ratio): "Ravacayco"
# and "Rivacayco" are, namesakes with a number or a saint more are not.
LIKENESS = 0.9

_PARENTHESIS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Directory:
    """The present units: ubigeo → name, with a way back from names.

    Only the triple department, province and district is unique: 262 districts share a name.
    """

    names: dict[str, str]
    _by_path: dict[tuple[str, ...], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        paths = {tuple(map(bare_name, self.path(ubigeo))): ubigeo for ubigeo in self.names}
        object.__setattr__(self, "_by_path", paths)

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

        Without regard to case, accents and punctuation; a second name in parentheses, as in
        "Quisqui (Kichki)", may be there or not. None where INEI has no such unit.
        """
        plain = [_PARENTHESIS.sub("", name) for name in names]
        return self._by_path.get(_bare_path(names)) or self._by_path.get(_bare_path(plain))

    def resembling(self, *names: str) -> str | None:
        """The unit of the same names above whose own name is the most alike, if it is enough."""
        *above, own = _bare_path(names)
        siblings = {
            path[-1]: ubigeo
            for path, ubigeo in self._by_path.items()
            if len(path) == len(names) and list(path[:-1]) == above
        }
        alike = get_close_matches(own, siblings, n=1, cutoff=LIKENESS)
        return siblings[alike[0]] if alike else None

    def path(self, ubigeo: str) -> tuple[str, ...]:
        """The names from the department down to the unit itself, "" where one is unknown."""
        return tuple(self.names.get(ubigeo[:end], "") for end in range(2, len(ubigeo) + 1, 2))

    def label(self, ubigeo: str) -> str:
        """``Miraflores (Lima, Lima)``: as a person tells a unit from its namesakes."""
        *above, name = self.path(ubigeo)
        return f"{name} ({', '.join(reversed(above))})" if above else name

    def differing(self, ubigeo: str, names: Sequence[str]) -> list[tuple[str, str]]:
        """Pairs (as a file writes, as INEI does) of the names that differ; empty ones don't."""
        pairs = zip(names, self.path(ubigeo), strict=True)
        return [(theirs, ours) for theirs, ours in pairs if theirs and not same_name(theirs, ours)]


def _bare_path(names: Iterable[str]) -> tuple[str, ...]:
    department, *finer = map(bare_name, names)
    return (_DEPARTMENT_ALIASES.get(department, department), *finer)
