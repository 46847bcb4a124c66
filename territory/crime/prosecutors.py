"""Published complaints in prosecutors' offices, by prosecutors' district: of no unit."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from territory.models.prosecutors import (
    ALL,
    EXTORTION,
    PROPERTY,
    PROPERTY_REST,
    ProsecutorsCount,
)

# All, then those against property with their parts, then the others by name.
_FIRST = (ALL, PROPERTY, EXTORTION, PROPERTY_REST)


def published() -> QuerySet[ProsecutorsCount]:
    """The published rows, by year, district and offence."""
    rows: Any = ProsecutorsCount.objects.published()
    whens = [When(category=code, then=Value(place)) for place, code in enumerate(_FIRST)]
    order = Case(*whens, default=Value(len(_FIRST)), output_field=IntegerField())
    found: QuerySet[ProsecutorsCount] = rows.order_by("period_start", "district", order, "category")
    return found


def published_years() -> list[int]:
    """The years of which anything is published, the latest first."""
    starts = ProsecutorsCount.objects.published().order_by().values_list("period_start", flat=True)
    return sorted({start.year for start in starts.distinct()}, reverse=True)


def published_districts() -> list[str]:
    """The codes of the prosecutors' districts of which anything is published."""
    rows = ProsecutorsCount.objects.published().order_by()
    return sorted(rows.values_list("district", flat=True).distinct())
