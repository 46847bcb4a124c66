"""INEI's directory of units as importers ask it: by ubigeo, or by the names of three levels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from territory.names import bare_name

# What official files call a department that INEI names otherwise, bare: the police split Lima
# in two.
_DEPARTMENT_ALIASES = {
    "limametropolitana": "lima",
    "regionlima": "lima",
    "provinciaconstitucionaldelcallao": "callao",
}


@dataclass(frozen=True)
class Directory:
    """The present units: ubigeo → name, with a way back from names.

    Only the triple department, province and district is unique: 262 districts share a name.
    """

    names: dict[str, str]
    _by_path: dict[tuple[str, ...], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        paths = {self._path(ubigeo): ubigeo for ubigeo in self.names}
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

        Without regard to case, accents and punctuation; None where INEI has no such unit.
        """
        department, *finer = (bare_name(name) for name in names)
        return self._by_path.get((_DEPARTMENT_ALIASES.get(department, department), *finer))

    def _path(self, ubigeo: str) -> tuple[str, ...]:
        ends = range(2, len(ubigeo) + 1, 2)
        return tuple(bare_name(self.names.get(ubigeo[:end], "")) for end in ends)
