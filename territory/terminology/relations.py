"""Concepts and hierarchy of a version as relations of SQL, stored or handed in alike.

Every value is a parameter: texts of a request are never part of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from territory.terminology.concepts import ConceptRow, concept_rows
from territory.terminology.faults import NotUnderstood, TooCostly
from territory.terminology.versions import SystemVersion

# Of a code system that comes with a request.
MOST_HANDED_IN = 20_000
_STORED = (
    "(SELECT ordinal, code, display, definition, is_abstract, is_inactive, properties, "
    "designations, extensions, searched FROM territory_codeconcept WHERE system_id = %s)"
)
_STORED_EDGES = "(SELECT parent, child FROM territory_conceptedge WHERE system_id = %s)"
_HANDED_IN = (
    "{name} AS (SELECT ordinal, code, display, definition, is_abstract, is_inactive, properties, "
    "designations, extensions, f_unaccent(words) AS searched FROM jsonb_to_recordset(%s) AS c("
    "ordinal int, code text, display text, definition text, is_abstract boolean, "
    "is_inactive boolean, properties jsonb, designations jsonb, extensions jsonb, words text))"
)
_HANDED_IN_EDGES = (
    "{name} AS (SELECT parent, child FROM jsonb_to_recordset(%s) AS e(parent int, child int))"
)


@dataclass(frozen=True)
class Sql:
    """A piece of a statement with its parameters."""

    text: str
    values: tuple[Any, ...] = ()

    def within(self, template: str, before: tuple[Any, ...] = ()) -> Sql:
        """Itself in the place of ``{}``, after the template's own parameters ``before``."""
        return Sql(template.format(self.text), (*before, *self.values))


def join(separator: str, pieces: list[Sql]) -> Sql:
    return Sql(
        separator.join(piece.text for piece in pieces),
        tuple(value for piece in pieces for value in piece.values),
    )


class Source:
    """A code system's version within one request's statements, known there by a number."""

    def __init__(self, number: int, system: SystemVersion) -> None:
        self.number = number
        self.system = system

    @property
    def concepts(self) -> Sql:
        """The relation of its concepts."""
        if self.system.pk is not None:
            return Sql(_STORED, (self.system.pk,))
        return Sql(f"given_concepts_{self.number}")

    @property
    def edges(self) -> Sql:
        """The relation of what is right above what, by ordinals."""
        if self.system.pk is not None:
            return Sql(_STORED_EDGES, (self.system.pk,))
        return Sql(f"given_edges_{self.number}")

    @property
    def given(self) -> list[Sql]:
        """What a statement begins with, once, of a system that was handed in."""
        if self.system.pk is not None:
            return []
        concepts, edges = handed_in_rows(self.system)
        names = [f"given_concepts_{self.number}", f"given_edges_{self.number}"]
        return [
            Sql(_HANDED_IN.replace("{name}", names[0]), (Jsonb(concepts),)),
            Sql(_HANDED_IN_EDGES.replace("{name}", names[1]), (Jsonb(edges),)),
        ]

    def is_code(self, code: str) -> Sql:
        """The condition that a concept has the code, as the system compares codes."""
        if self.system.folds_case:
            return Sql("lower(code) = lower(%s)", (code,))
        return Sql("code = %s", (code,))

    def fold(self, code: str) -> str:
        return code.lower() if self.system.folds_case else code


def around(sources: Iterable[Source], statement: Sql) -> Sql:
    """The statement, with what was handed in before it."""
    given = [found for source in sources for found in source.given]
    if not given:
        return statement
    text = statement.text.removeprefix("WITH ")
    glue = " " if text == statement.text else ", "
    return join("", [Sql("WITH "), join(", ", given), Sql(glue), Sql(text, statement.values)])


def handed_in_rows(
    system: SystemVersion,
) -> tuple[list[dict[str, Any]], list[dict[str, int]]]:
    """Concepts and edges of a system that came with a request; read once for it."""
    kept = system.memory.get("rows")
    if kept is None:
        kept = system.memory["rows"] = _read_handed_in(system)
    return kept


def _read_handed_in(
    system: SystemVersion,
) -> tuple[list[dict[str, Any]], list[dict[str, int]]]:
    rows: list[ConceptRow] = []
    for row in concept_rows(system.content):
        if len(rows) == MOST_HANDED_IN:
            raise TooCostly(f"El catálogo de la petición tiene más de {MOST_HANDED_IN} códigos.")
        rows.append(row)
    places = {row.code: number for number, row in enumerate(rows)}
    if len(places) < len(rows):
        raise NotUnderstood("El catálogo de la petición repite un código.")
    edges = [
        {"parent": places[parent], "child": number}
        for number, row in enumerate(rows)
        for parent in row.parents
        if parent in places
    ]
    return [_as_record(number, row) for number, row in enumerate(rows)], edges


def _as_record(number: int, row: ConceptRow) -> dict[str, Any]:
    return {
        "ordinal": number,
        "code": row.code,
        "display": row.display,
        "definition": row.definition,
        "is_abstract": row.is_abstract,
        "is_inactive": row.is_inactive,
        "properties": row.properties,
        "designations": row.designations,
        "extensions": row.extensions,
        "words": row.words,
    }


class Sources:
    """The code systems that a request's statements draw on, each once."""

    def __init__(self) -> None:
        self._by_version: dict[tuple[str, str | None, int | None], Source] = {}

    def of(self, system: SystemVersion) -> Source:
        key = (system.url, system.version, system.pk)
        if key not in self._by_version:
            self._by_version[key] = Source(len(self._by_version), system)
        return self._by_version[key]

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_version.values())

    def numbered(self, number: int) -> Source:
        return next(found for found in self if found.number == number)

    @property
    def concepts(self) -> Sql:
        """All their concepts, each with its source's number."""
        branches = [
            source.concepts.within("SELECT %s::int AS source, c.* FROM {} c", (source.number,))
            for source in self
        ]
        return join(" UNION ALL ", branches).within("({})")
