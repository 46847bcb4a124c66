"""What a value set chooses: its ``compose`` read, with all that it imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from territory.terminology.faults import (
    Circular,
    NotUnderstood,
    TooCostly,
    UnknownSystem,
    UnknownValueSet,
)
from territory.terminology.library import Library
from territory.terminology.versions import Json, SetVersion, SystemVersion, handed_in

# Of a value set with all that it imports.
MOST_PARTS = 300
MOST_CODES = 300_000
MOST_IMPORT_LEVELS = 10
MOST_FILTERS = 20


@dataclass(frozen=True)
class Filter:
    """A condition on a concept, in FHIR's words."""

    property: str
    op: str
    value: str


@dataclass(frozen=True)
class Part:
    """An include or an exclude: concepts of a system, or of imported sets, or of both.

    ``codes`` are those that it names, by code, with what it says of each; None: it names none.
    """

    system: SystemVersion | None
    codes: Mapping[str, Json] | None
    filters: tuple[Filter, ...]
    imports: tuple[Selection, ...]


@dataclass(frozen=True)
class Selection:
    """A value set whose parts are read; ``includes_inactive``: of codes out of use, as it says."""

    set: SetVersion
    includes: tuple[Part, ...]
    excludes: tuple[Part, ...]
    includes_inactive: bool | None = None

    def everything(self) -> Iterator[Selection]:
        """Itself and all that it imports, each as often as it is imported."""
        yield self
        for part in (*self.includes, *self.excludes):
            for imported in part.imports:
                yield from imported.everything()

    @cached_property
    def systems(self) -> list[SystemVersion]:
        """The code systems that it draws on, each once."""
        found: dict[tuple[str, str | None, int | None], SystemVersion] = {}
        for selection in self.everything():
            for part in (*selection.includes, *selection.excludes):
                if part.system is not None:
                    system = part.system
                    found[system.url, system.version, system.pk] = system
        return list(found.values())

    @property
    def stamps(self) -> list[str]:
        """What it is made of; members that were kept are good while this is the same."""
        of = [*(s.stamp for s in self.systems), *(s.set.stamp for s in self.everything())]
        return sorted(set(of) - {self.set.stamp})

    @property
    def whole_system(self) -> SystemVersion | None:
        """The system whose concepts it is, all of them and nothing else."""
        if len(self.includes) != 1 or self.excludes:
            return None
        part = self.includes[0]
        if part.codes is not None or part.filters or part.imports:
            return None
        return part.system

    @cached_property
    def said_of(self) -> dict[tuple[str, str], Json]:
        """What the sets say of single concepts, by address of the system and code."""
        found: dict[tuple[str, str], Json] = {}
        for selection in self.everything():
            for part in selection.includes:
                if part.system is None or part.codes is None:
                    continue
                for code, said in part.codes.items():
                    if len(said) > 1:
                        found.setdefault((part.system.url, code), said)
        return found


def select(library: Library, of: SetVersion) -> Selection:
    """Read the set and what it imports; ``Circular`` where it imports itself."""
    _read_ahead(library, of)
    return _Reader(library).selection(of, ())


def whole(system: SystemVersion, url: str = "") -> Selection:
    """All codes of a system, as the set that FHIR takes them for."""
    part = Part(system, None, (), ())
    return Selection(SetVersion(url=url, pk=None), (part,), ())


def _read_ahead(library: Library, of: SetVersion) -> None:
    """Ask for all that is named, level by level, so that statements don't grow with parts."""
    level = [of.compose, *(c.get("compose") or {} for c in of.contained.values())]
    seen = set[str]()
    for _depth in range(MOST_IMPORT_LEVELS):
        parts = [part for compose in level for part in _parts(compose)]
        systems = {str(part["system"]) for part in parts if part.get("system")}
        names = {str(name) for part in parts for name in part.get("valueSet") or ()}
        sets = {name for name in names if not name.startswith("#")} - seen
        library.want(systems, sets)
        seen |= sets
        level = []
        for name in sets:
            with suppress(UnknownValueSet):  # said where the part is read
                level.append(library.value_set(name).compose)
        if not level:
            return


def _parts(compose: Json) -> list[Json]:
    return [*(compose.get("include") or ()), *(compose.get("exclude") or ())]


class _Reader:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._parts_read = 0
        self._codes_read = 0

    def selection(self, of: SetVersion, within: tuple[str, ...]) -> Selection:
        key = of.canonical if of.url else f"#{id(of)}"
        if key in within:
            raise Circular("El conjunto de códigos se incluye a sí mismo.", url=of.canonical)
        if len(within) >= MOST_IMPORT_LEVELS:
            raise TooCostly(f"El conjunto incluye a otros en más de {MOST_IMPORT_LEVELS} niveles.")
        inside = (*within, key)
        return Selection(
            of,
            tuple(self._part(p, of, inside) for p in of.compose.get("include") or ()),
            tuple(self._part(p, of, inside) for p in of.compose.get("exclude") or ()),
            of.compose.get("inactive"),
        )

    def _part(self, part: Json, of: SetVersion, within: tuple[str, ...]) -> Part:
        self._parts_read += 1
        if self._parts_read > MOST_PARTS:
            raise TooCostly(f"El conjunto y lo que incluye tienen más de {MOST_PARTS} partes.")
        imports = tuple(self._imported(str(n), of, within) for n in part.get("valueSet") or ())
        url = part.get("system")
        if not url:
            if not imports:
                raise NotUnderstood("Una parte del conjunto no nombra catálogo ni conjunto.")
            return Part(None, None, (), imports)
        system = self._library.system(str(url), part.get("version"))
        if system.completeness == "supplement":
            raise UnknownSystem("Es un suplemento.", url=str(url), version=system.version or "")
        filters = tuple(_filter(found) for found in part.get("filter") or ())
        if len(filters) > MOST_FILTERS:
            raise TooCostly(f"Una parte del conjunto tiene más de {MOST_FILTERS} condiciones.")
        codes = _codes(part)
        self._codes_read += len(codes or ())
        if self._codes_read > MOST_CODES:
            raise TooCostly(f"El conjunto y lo que incluye nombran más de {MOST_CODES} códigos.")
        return Part(system, codes, filters, imports)

    def _imported(self, name: str, of: SetVersion, within: tuple[str, ...]) -> Selection:
        if not name.startswith("#"):
            return self.selection(self._library.value_set(name), within)
        inner = of.contained.get(name)
        found = handed_in({**inner, "contained": []}) if inner else None
        if not isinstance(found, SetVersion):
            raise NotUnderstood(f"El conjunto nombra «{name}», que no contiene.")
        return self.selection(found, within)


def _codes(part: Json) -> dict[str, Json] | None:
    concepts = part.get("concept")
    if not concepts:
        return None
    return {str(found["code"]): found for found in concepts if found.get("code")}


def _filter(found: Json) -> Filter:
    given = [found.get(name) for name in ("property", "op", "value")]
    if any(not isinstance(value, str) or not value for value in given):
        raise NotUnderstood("A una condición del conjunto le falta propiedad, operador o valor.")
    return Filter(*[str(value) for value in given])
