"""Which columns of a boundary file hold codes and names: INEI's and its republishers' spellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layers.reading.results import SourceError
from territory.models import AdminUnit
from territory.names import bare_name

Level = AdminUnit.Level

# Compared without case, accents and punctuation; the first that a file has is taken. FIRST_ and
# the cut at ten letters come from ArcGIS dissolving INEI's layers and from DBF.
_CODES: Mapping[Level, tuple[str, ...]] = {
    Level.DISTRICT: ("iddist", "firstiddi", "firstiddis", "ubigeodist", "coddist6", "iddistrito"),
    Level.PROVINCE: ("idprov", "firstidpr", "firstidpro", "ubigeoprov", "idprovincia"),
    Level.DEPARTMENT: ("iddpto", "firstiddp", "firstiddpt", "iddep", "iddepartamento"),
}
# Any level's, by its digits.
_ANY_CODE = ("ubigeo", "idubigeo", "codubigeo", "ubigeoinei", "codigoubigeo", "inei")
# Two digits each.
_PARTS: Mapping[Level, tuple[str, ...]] = {
    Level.DEPARTMENT: ("ccdd",),
    Level.PROVINCE: ("ccpp",),
    Level.DISTRICT: ("ccdi",),
}
_NAMES: Mapping[Level, tuple[str, ...]] = {
    Level.DEPARTMENT: ("nombdep", "departamen", "departamento", "nomdep", "nombredd", "firstnomb"),
    Level.PROVINCE: ("nombprov", "provincia", "nomprov", "nombrepp"),
    Level.DISTRICT: ("nombdist", "distrito", "nomdist", "nombredi"),
}

_ORDER = tuple(Level)


@dataclass(frozen=True)
class BoundaryColumns:
    """The level of a file's units and where each row says which one it is.

    ``code`` are the columns whose texts make the ubigeo (several: two digits each), none where
    the file has names only; ``names`` are the columns from the department down to the unit,
    "" where there is none.
    """

    level: Level
    code: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def has_all_names(self) -> bool:
        return all(self.names)

    @property
    def code_column(self) -> str:
        """The column that a refused code is reported of."""
        return self.code[-1] if self.code else ""


def find_columns(
    columns: Sequence[str], ubigeos: Mapping[str, Sequence[str]], level: Level | None
) -> BoundaryColumns:
    """The columns of a file, and the level of its units unless given.

    ``ubigeos`` maps each column to its texts: a column called just "ubigeo" gives the level by
    its digits. Raises SourceError where nothing says which unit a row is, or the file holds
    finer units than asked for.
    """
    present: dict[str, str] = {}
    for column in columns:
        present.setdefault(bare_name(column), column)
    generic = next((present[key] for key in _ANY_CODE if key in present), "")
    found = _level_of(present, ubigeos.get(generic, ()))
    if found is None:
        raise SourceError(
            "Ninguna columna dice de qué unidad es cada fila. Se busca un ubigeo (UBIGEO, IDDIST, "
            "IDPROV, IDDPTO; o CCDD, CCPP y CCDI) o los nombres (NOMBDEP, NOMBPROV, NOMBDIST; o "
            f"departamento, provincia y distrito). Hay: {', '.join(columns) or 'ninguna'}."
        )
    if level is not None and level != found:
        raise SourceError(
            f"Se pidió el nivel «{level.label}», pero el archivo trae unidades del nivel "
            f"«{found.label}». Los límites superiores se obtienen con --dissolve."
        )
    names = tuple(_first(present, _NAMES[above]) for above in _ORDER[: found.digits // 2])
    columns_found = BoundaryColumns(found, _code_columns(present, found, generic), names)
    if not columns_found.code and not columns_found.has_all_names:
        raise SourceError(
            f"Faltan columnas: sin código, un {found.label} necesita los nombres de todas las "
            "unidades en las que está, el departamento primero."
        )
    return columns_found


def _level_of(present: Mapping[str, str], ubigeos: Sequence[str]) -> Level | None:
    """The finest level that any column speaks of."""
    # Leading zeros may be lost, so an odd number of digits counts as one more.
    digits = {len(text) + len(text) % 2 for text in map(_integral, ubigeos) if text.isdigit()}
    longest = max(digits, default=0)
    by_digits = next((level for level in _ORDER if level.digits == longest), None)
    for level in reversed(_ORDER):
        wanted = (*_CODES[level], *_PARTS[level], *_NAMES[level])
        if level == by_digits or any(key in present for key in wanted):
            return level
    return None


def _code_columns(present: Mapping[str, str], level: Level, generic: str) -> tuple[str, ...]:
    own = _first(present, _CODES[level])
    if own:
        return (own,)
    if generic:
        return (generic,)
    parts = tuple(_first(present, _PARTS[above]) for above in _ORDER[: level.digits // 2])
    return parts if all(parts) else ()


def _first(present: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((present[key] for key in keys if key in present), "")


def _integral(text: str) -> str:
    return text.strip().removesuffix(".0")
