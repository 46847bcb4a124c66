"""Published catalogues as people look through them: versions, codes by word, what is around one."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from territory.models import CodeConcept, CodeSystem, ConceptEdge, ConceptMap, ConceptMapping
from territory.names import fold

# Words beyond these narrow nothing that a person looks for.
MOST_WORDS = 8
MOST_LETTERS = 160
# A trigram has three letters: a shorter word is looked for in codes alone.
_FEWEST_LETTERS = 3


def versions(url: str = "") -> QuerySet[CodeSystem]:
    """The public versions of the catalogues, or of one, the newest of each first."""
    rows: Any = CodeSystem.objects.published()
    found: QuerySet[CodeSystem] = rows.filter(url=url) if url else rows
    return found.order_by("title", "url", "-dated_on", "-version")


def version(slug: str) -> CodeSystem | None:
    """A public version by its address on the site."""
    return versions().filter(slug=slug).first()


def codes(text: str = "", system: CodeSystem | None = None) -> QuerySet[Any]:
    """Codes with all the words, those that are the text first; of a version, or of those in force.

    Without words the version's own, in its order; none where no version is meant either.
    """
    words = fold(text[:MOST_LETTERS]).split()[:MOST_WORDS]
    rows: Any = CodeConcept.objects.select_related("system")
    if system is not None:
        rows = rows.filter(system=system)
    else:
        in_force = CodeSystem.objects.published().filter(status="active")
        rows = rows.filter(system__in=in_force) if words else rows.none()
    if not words:
        listed: QuerySet[Any] = rows.order_by("system", "ordinal")
        return listed
    whole = " ".join(words)
    is_code = Q(low=whole)
    match = Q(searched__contains=words[0])
    for word in words[1:]:
        match &= Q(searched__contains=word)
    if len(whole) < _FEWEST_LETTERS:
        match = Q(low__startswith=whole)
    rank = Case(
        When(is_code, then=Value(0)),
        When(low__startswith=whole, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = rows.annotate(low=Lower("code"), rank=rank).filter(is_code | match)
    ordered: QuerySet[Any] = found.order_by("rank", "system__title", "system", "ordinal")
    return ordered


def code_of(system: CodeSystem, code: str) -> CodeConcept | None:
    """The concept of a code, in its own case."""
    return CodeConcept.objects.filter(system=system, code=code).select_related("system").first()


def above(concept: CodeConcept) -> list[CodeConcept]:
    """What a code is right below of."""
    return _near(concept, "parent", "child")


def below(concept: CodeConcept) -> QuerySet[CodeConcept]:
    """What is right below a code."""
    return _near_rows(concept, "child", "parent")


def _near(concept: CodeConcept, far: str, near: str) -> list[CodeConcept]:
    return list(_near_rows(concept, far, near))


def _near_rows(concept: CodeConcept, far: str, near: str) -> QuerySet[CodeConcept]:
    edges = ConceptEdge.objects.filter(
        system=concept.system_id, **{near: concept.ordinal, far: OuterRef("ordinal")}
    )
    rows = CodeConcept.objects.filter(Exists(edges), system=concept.system_id)
    return rows.order_by("ordinal")


def mapped_to(concept: CodeConcept) -> QuerySet[ConceptMapping]:
    """What the public maps say that a code is elsewhere."""
    system = concept.system
    rows = ConceptMapping.objects.filter(
        map__in=ConceptMap.objects.published(), source_system=system.url, source_code=concept.code
    )
    of_version = Q(source_version__isnull=True) | Q(source_version=system.version)
    return rows.filter(of_version).select_related("map").order_by("map", "ordinal")


def mappings(slug: str = "", code: str = "") -> QuerySet[ConceptMapping]:
    """All of the public maps; of one, and of one source code, if given."""
    rows = ConceptMapping.objects.filter(map__in=ConceptMap.objects.published())
    if slug:
        rows = rows.filter(map__slug=slug)
    if code:
        rows = rows.filter(source_code=code)
    return rows.select_related("map").order_by("map", "ordinal")
