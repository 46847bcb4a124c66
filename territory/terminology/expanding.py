"""A value set's codes, a page at a time.

Of a whole code system, and of a stored set whose members are kept, a page is read by its place:
the last costs what the first does. Other sets are computed anew, up to ``MOST_COMPUTED``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from territory.models import CodeConcept
from territory.terminology.composing import Selection
from territory.terminology.faults import TooCostly
from territory.terminology.members import members
from territory.terminology.relations import Sources, Sql, around, join
from territory.terminology.versions import SystemVersion

# Codes on one page, and codes of a set that is computed for a request.
MOST_ON_PAGE = 5_000
MOST_COMPUTED = 200_000
MOST_FILTER_WORDS = 10
_PAGE = (
    "SELECT c.source, c.ordinal, c.code, c.display, c.definition, c.is_abstract, c.is_inactive, "
    "c.properties, c.designations, c.extensions FROM page p JOIN {} c "
    "ON c.source = p.source AND c.ordinal = p.ordinal ORDER BY p.branch, p.source, p.ordinal"
)
_KEPT = (
    "SELECT m.own, c.system_id, c.ordinal, c.code, c.display, c.definition, c.is_abstract, "
    "c.is_inactive, c.properties, c.designations, c.extensions "
    "FROM territory_valuesetmember m JOIN territory_codeconcept c "
    "ON c.system_id = m.system_id AND c.ordinal = m.ordinal "
    "WHERE m.value_set_id = %s AND m.{place} >= %s AND m.{place} < %s ORDER BY m.{place}"
)


@dataclass(frozen=True)
class Concept:
    """A code as an answer shows it; ``own`` is what the value set says of it."""

    system: SystemVersion
    ordinal: int
    code: str
    display: str | None
    definition: str | None
    is_abstract: bool
    is_inactive: bool
    properties: list[dict[str, Any]]
    designations: list[dict[str, Any]]
    extensions: list[dict[str, Any]]
    own: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """Which of a set's codes; ``count`` None: all that there are."""

    offset: int = 0
    count: int | None = None
    words: tuple[str, ...] = ()
    active_only: bool = False


@dataclass(frozen=True)
class Page:
    """The codes that were asked for, and how many there are in all."""

    concepts: list[Concept]
    total: int


def expand(selection: Selection, asked: Asked) -> Page:
    """The page; ``TooCostly`` where it has more codes than one answer holds."""
    if asked.count is not None and asked.count > MOST_ON_PAGE:
        asked = Asked(asked.offset, MOST_ON_PAGE, asked.words, asked.active_only)
    if not asked.words:
        system = selection.whole_system
        if system is not None and system.pk is not None:
            return _whole_system(selection, system, asked)
        if is_kept(selection):
            return _kept(selection, asked)
    return _computed(selection, asked)


def is_kept(selection: Selection) -> bool:
    """Whether the set's members are kept, and still what they would be."""
    found = selection.set
    return found.pk is not None and found.expanded_from == selection.stamps


def _limit(total: int, asked: Asked) -> int:
    if asked.count is None and total - asked.offset > MOST_ON_PAGE:
        raise TooCostly(
            f"Son {total} códigos: pídalos por páginas de hasta {MOST_ON_PAGE} (count, offset).",
            total=str(total),
        )
    return MOST_ON_PAGE if asked.count is None else asked.count


def _whole_system(selection: Selection, system: SystemVersion, asked: Asked) -> Page:
    only_active = asked.active_only or selection.includes_inactive is False
    total = system.active_count if only_active else system.concept_count
    limit = _limit(total, asked)
    place = "active_ordinal" if only_active else "ordinal"
    if not limit:
        return Page([], total)
    found = CodeConcept.objects.filter(
        system=system.pk,
        **{f"{place}__gte": asked.offset, f"{place}__lt": asked.offset + limit},
    )
    names = ("ordinal", "code", "display", "definition", "is_abstract", "is_inactive")
    listed = found.order_by(place).values_list(*names, "properties", "designations", "extensions")
    return Page([Concept(system, *row) for row in listed], total)


def _kept(selection: Selection, asked: Asked) -> Page:
    of = selection.set
    place = "active_position" if asked.active_only else "position"
    total = (of.active_count if asked.active_only else of.member_count) or 0
    limit = _limit(total, asked)
    if not limit:
        return Page([], total)
    by_pk = {system.pk: system for system in selection.systems}
    statement = _KEPT.replace("{place}", place)
    values = (of.pk, asked.offset, asked.offset + limit)
    return Page(
        [
            concept_of(by_pk[pk], row, json.loads(own) if own else None)
            for own, pk, *row in rows(Sql(statement, values))
        ],
        total,
    )


def _computed(selection: Selection, asked: Asked) -> Page:
    sources = Sources()
    chosen = members(sources, selection)
    concepts = sources.concepts
    kept = join(
        "",
        [
            chosen.within("WITH chosen AS ({}), "),
            _kept_of(concepts, asked),
        ],
    )
    total = _total(sources, kept)
    limit = _limit(total, asked)
    if not limit or asked.offset >= total:
        return Page([], total)
    page = join(
        "",
        [
            kept,
            Sql(
                " , page AS (SELECT * FROM kept ORDER BY branch, source, ordinal "
                "LIMIT %s OFFSET %s) ",
                (limit, asked.offset),
            ),
            concepts.within(_PAGE),
        ],
    )
    said = selection.said_of
    found = []
    for number, *row in rows(around(sources, page)):
        system = sources.numbered(number).system
        found.append(concept_of(system, row, said.get((system.url, row[1]))))
    return Page(found, total)


def _kept_of(concepts: Sql, asked: Asked) -> Sql:
    conditions = [Sql("NOT c.is_inactive")] if asked.active_only else []
    conditions += [
        Sql("c.searched LIKE f_unaccent(%s)", (f"%{_plain(word)}%",))
        for word in asked.words[:MOST_FILTER_WORDS]
    ]
    if not conditions:
        return Sql("kept AS (SELECT * FROM chosen)")
    return join(
        "",
        [
            concepts.within(
                "kept AS (SELECT h.* FROM chosen h JOIN {} c "
                "ON c.source = h.source AND c.ordinal = h.ordinal WHERE "
            ),
            join(" AND ", conditions),
            Sql(")"),
        ],
    )


def _plain(word: str) -> str:
    """A word in which ``LIKE`` finds nothing of its own."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _total(sources: Sources, kept: Sql) -> int:
    counted = join("", [kept, Sql(" SELECT count(*) FROM (SELECT FROM kept LIMIT %s) l")])
    limited = Sql(counted.text, (*counted.values, MOST_COMPUTED + 1))
    found = rows(around(sources, limited))
    total = int(found[0][0])
    if total > MOST_COMPUTED:
        raise TooCostly(f"Son más de {MOST_COMPUTED} códigos: pida un conjunto más pequeño.")
    return total


def rows(statement: Sql) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        return list(cursor.fetchall())


def concept_of(
    system: SystemVersion, row: Sequence[Any], own: Mapping[str, Any] | None = None
) -> Concept:
    """Of a row of ``ordinal``, ``code`` … ``extensions``, whose JSON is still text."""
    *plain, properties, designations, extensions = row
    ordinal, code, display, definition, is_abstract, is_inactive = plain
    return Concept(
        system,
        ordinal,
        code,
        display,
        definition,
        is_abstract,
        is_inactive,
        json.loads(properties),
        json.loads(designations),
        json.loads(extensions),
        own,
    )
