"""Concepts and mappings put in place, whatever file they come from, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from psycopg.types.json import Jsonb

from territory.models import CodeSystem, ConceptMap, ConceptMapping
from territory.sql import read_statements
from territory.terminology.concepts import ConceptRow
from territory.terminology.faults import Circular, NotUnderstood

# Levels of a hierarchy: a statement each while it is put in order.
MOST_LEVELS = 100
_BATCH = 2000

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@transaction.atomic
def replace_concepts(system: CodeSystem, rows: Iterable[ConceptRow]) -> int:
    """Make the system's concepts those of ``rows``, in their order, which are read once.

    Refused, and all stays as it was: a code twice, a parent that isn't there, a hierarchy that
    returns to itself. Rows are streamed; what compares them with one another is SQL's work.
    """
    given = {"system": system.pk, "case_sensitive": system.case_sensitive is not False}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["begin"])
        with cursor.copy(_SQL["copy"]) as copy:
            for row in rows:
                copy.write_row(_cells(row))
        cursor.execute(_SQL["index"])
        _refuse_wrong(cursor, given)
        for name in ("forget", "forget_edges", "keep", "keep_edges"):
            cursor.execute(_SQL[name], given)
        _refuse_circles(cursor, given)
        cursor.execute(_SQL["end"])
        cursor.execute(_SQL["count"], given)
        system.concept_count, system.active_count = cursor.fetchone()
    # What was made of the old rows is known by the day of these (``expanded_from``).
    system.save(update_fields=["updated_at"])
    return system.concept_count


def _cells(row: ConceptRow) -> tuple[Any, ...]:
    if "\0" in row.words or "\0" in (row.definition or ""):
        raise NotUnderstood("Un concepto tiene un carácter nulo, que ningún texto lleva.")
    return (
        row.code,
        row.display,
        row.definition,
        row.is_abstract,
        row.is_inactive,
        _json(row.properties),
        _json(row.designations),
        _json(row.extensions),
        row.words,
        list(row.parents),
    )


def _json(found: list[dict[str, Any]]) -> Jsonb | str:
    """As COPY takes it; most concepts have none, and to write that takes as long as for one."""
    return Jsonb(found) if found else "[]"


def _refuse_wrong(cursor: Any, given: dict[str, Any]) -> None:
    cursor.execute(_SQL["twice"], given)
    if found := cursor.fetchone():
        raise NotUnderstood(f"El código «{found[0]}» está más de una vez.", code=found[0])
    cursor.execute(_SQL["unknown_parent"])
    if found := cursor.fetchone():
        raise NotUnderstood(
            f"El código «{found[0]}» está debajo de «{found[1]}», que no existe en el catálogo.",
            code=found[0],
            parent=found[1],
        )


def _refuse_circles(cursor: Any, given: dict[str, Any]) -> None:
    """Take away what has nothing above it, level by level: a circle stays."""
    cursor.execute(_SQL["unsorted"], given)
    cursor.execute(_SQL["index_unsorted"])
    for _level in range(MOST_LEVELS):
        cursor.execute(_SQL["sort_level"])
        if not cursor.rowcount:
            break
    cursor.execute(_SQL["left_over"], given)
    if found := cursor.fetchone():
        raise Circular(
            f"La jerarquía vuelve sobre sí misma en «{found[0]}», o tiene más de {MOST_LEVELS} "
            "niveles.",
            code=found[0],
        )
    cursor.execute(_SQL["end_sorting"])


@transaction.atomic
def replace_mappings(of: ConceptMap, rows: Iterable[ConceptMapping]) -> int:
    """Make the map's rows these, in their order; ``map`` and ``ordinal`` are set here."""
    ConceptMapping.objects.filter(map=of).delete()
    number, batch = 0, list[ConceptMapping]()
    for row in rows:
        row.map, row.ordinal = of, number
        batch.append(row)
        number += 1
        if len(batch) == _BATCH:
            _insert(ConceptMapping, batch)
    _insert(ConceptMapping, batch)
    of.mapping_count = number
    of.save(update_fields=["mapping_count", "updated_at"])
    return number


def _insert(model: type[Model], batch: list[Any]) -> None:
    model._default_manager.bulk_create(batch)
    batch.clear()
