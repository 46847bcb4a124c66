"""Single codes: found in a system, in a value set, above and below one another."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from territory.models import ValueSetMember
from territory.terminology.composing import Selection
from territory.terminology.expanding import Concept, concept_of, is_kept, rows
from territory.terminology.filtering import above
from territory.terminology.members import members
from territory.terminology.relations import Source, Sources, Sql, around, join
from territory.terminology.versions import SystemVersion

_COLUMNS = (
    "SELECT ordinal, code, display, definition, is_abstract, is_inactive, properties, "
    "designations, extensions FROM {} c WHERE "
)
_NEXT_OF = {
    "parent": "SELECT 'parent', c.ordinal, c.code, c.display FROM {} e JOIN ",
    "child": "SELECT 'child', c.ordinal, c.code, c.display FROM {} e JOIN ",
}


class Relation(StrEnum):
    """What a code is to another; FHIR's ``concept-subsumption-outcome``."""

    EQUIVALENT = "equivalent"
    SUBSUMES = "subsumes"
    SUBSUMED_BY = "subsumed-by"
    NOT_SUBSUMED = "not-subsumed"


def find(system: SystemVersion, code: str) -> Concept | None:
    """The concept of a code, in the case in which the system writes it."""
    found = find_all(system, [code])
    return found[0] if found else None


def find_all(system: SystemVersion, codes: Sequence[str]) -> list[Concept]:
    """Those of the codes that the system has."""
    source = Source(0, system)
    statement = join(
        "", [source.concepts.within(_COLUMNS), join(" OR ", [source.is_code(c) for c in codes])]
    )
    if not codes:
        return []
    return [concept_of(system, row) for row in rows(around([source], statement))]


def neighbours(concept: Concept) -> list[tuple[str, str, str | None]]:
    """What is right above and below: ``parent`` or ``child``, code, display."""
    source = Source(0, concept.system)
    up = _next(source, "parent", "{} c ON c.ordinal = e.parent WHERE e.child = ", concept)
    down = _next(source, "child", "{} c ON c.ordinal = e.child WHERE e.parent = ", concept)
    found = join("", [join(" UNION ALL ", [up, down]), Sql(" ORDER BY 1 DESC, 2")])
    return [(way, code, display) for way, _ordinal, code, display in rows(around([source], found))]


def _next(source: Source, way: str, on: str, concept: Concept) -> Sql:
    return join(
        "",
        [
            source.edges.within(_NEXT_OF[way]),
            source.concepts.within(on),
            Sql("%s", (concept.ordinal,)),
        ],
    )


def relation(one: Concept, other: Concept) -> Relation:
    """What ``one`` is to ``other``, of the same system's version."""
    if one.ordinal == other.ordinal:
        return Relation.EQUIVALENT
    source = Source(0, one.system)
    asked = join(
        "",
        [
            Sql("SELECT %s IN (", (one.ordinal,)),
            above(source, other.code, itself=False),
            Sql("), %s IN (", (other.ordinal,)),
            above(source, one.code, itself=False),
            Sql(")"),
        ],
    )
    subsumes, is_subsumed = rows(around([source], asked))[0]
    if subsumes:
        return Relation.SUBSUMES
    return Relation.SUBSUMED_BY if is_subsumed else Relation.NOT_SUBSUMED


def is_member(selection: Selection, concept: Concept) -> bool:
    """Whether the set has the concept."""
    system = concept.system
    if is_kept(selection) and system.pk is not None:
        return ValueSetMember.objects.filter(
            value_set=selection.set.pk, system=system.pk, ordinal=concept.ordinal
        ).exists()
    sources = Sources()
    chosen = members(sources, selection)
    number = sources.of(system).number
    asked = join(
        "",
        [
            chosen.within("SELECT EXISTS (SELECT FROM ({}) m WHERE m.source = "),
            Sql("%s AND m.ordinal = %s)", (number, concept.ordinal)),
        ],
    )
    return bool(rows(around(sources, asked))[0][0])
