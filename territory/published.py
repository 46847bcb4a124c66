"""The published rows of a theme as a query."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField, QuerySet

from territory.models.placed import PlacedRecord


def published_rows(model: type[PlacedRecord]) -> QuerySet[Any]:
    """The model's rows that are shown and counted: all of them facts, or all of them samples."""
    # Any: the type checker's plugin breaks on an abstract model's relations.
    rows: QuerySet[Any] = model.objects.published().order_by()
    return rows


def by_commitment(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, once for each commitment that they ``served``."""
    each = Func("commitments", function="unnest", output_field=IntegerField())
    taken_apart: QuerySet[Any] = rows.annotate(served=each)
    return taken_apart
