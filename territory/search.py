"""Finding a unit by what a person types: a name, or the beginning of a ubigeo."""

from __future__ import annotations

import re

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from territory.models import AdminUnit
from territory.names import fold
from territory.unaccent import Unaccented

MAX_TEXT = 100

_ANY = Q()

Level = AdminUnit.Level


def search_units(text: str, limit: int, among: Q = _ANY) -> QuerySet[AdminUnit]:
    """At most ``limit`` of the units ``among``, the best for ``text`` first; none for no text.

    Digits are a ubigeo or its beginning. Anything else is a name, without regard to case and
    accents, possibly followed by the unit that it lies in: ``"San Isidro, Lima"``, since 262
    districts share their name. A district is found by its capital too: nobody looks for
    Pucallpa under "Callería". Exact names come first, then what begins with the text, contains
    it, resembles it; among equals a department before a province before a district.
    """
    text = text.replace("\0", "").strip()[:MAX_TEXT]  # PostgreSQL takes no NUL
    if re.fullmatch(r"\d{1,6}", text):
        coded = AdminUnit.objects.filter(among, valid_to__isnull=True, ubigeo__startswith=text)
        return _with_parents(coded.order_by(_level_rank(), "ubigeo")[:limit])
    name, *above = (fold(part) for part in text.split(","))
    if not name:
        return AdminUnit.objects.none()
    # Each condition alone can use a trigram index.
    units = (
        AdminUnit.objects.filter(among, valid_to__isnull=True)
        .annotate(
            plain=Unaccented("name"),
            plain_capital=Unaccented("capital"),
            above=Unaccented("parent__name"),
            far_above=Unaccented("parent__parent__name"),
        )
        .filter(
            Q(plain__contains=name)
            | Q(plain__trigram_similar=name)
            | Q(plain_capital__contains=name, level=Level.DISTRICT)
        )
    )
    for part in filter(None, above):
        units = units.filter(Q(above__contains=part) | Q(far_above__contains=part))
    resemblance = TrigramSimilarity(Unaccented("name"), name).desc()
    best_first = units.order_by(_match(name), resemblance, _level_rank(), "ubigeo")
    return _with_parents(best_first[:limit])


def _match(name: str) -> Case:
    ways = (
        Q(plain=name),
        Q(plain_capital=name, level=Level.DISTRICT),
        Q(plain__startswith=name),
        Q(plain_capital__startswith=name, level=Level.DISTRICT),
        Q(plain__contains=name),
    )
    return Case(
        *(When(way, then=Value(rank)) for rank, way in enumerate(ways)),
        default=Value(len(ways)),
        output_field=IntegerField(),
    )


def _level_rank() -> Case:
    return Case(
        When(level=Level.DEPARTMENT, then=Value(0)),
        When(level=Level.PROVINCE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _with_parents(units: QuerySet[AdminUnit]) -> QuerySet[AdminUnit]:
    """With the province and department that tell namesakes apart, in the same query."""
    return units.select_related("parent__parent").defer(
        "geom", "parent__geom", "parent__parent__geom"
    )
