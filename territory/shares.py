"""What part of a whole a count is: its category's share of all categories together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import NullIf, Round
from django.db.models.lookups import Exact

from territory.models.counts import CountRecord, CountState, labels_of

# What adds to a whole: a number, or nothing where the category can't be there.
_KNOWN = Q(state__in=(CountState.VALUE, CountState.NOT_APPLICABLE))
_PERCENT = DecimalField(max_digits=5, decimal_places=2)


def with_share(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with ``share``, in percent to two decimals, of a model that ``adds_categories``.

    Of the count of all categories in the same unit and period, alike in every further dimension.
    NULL where that is zero or not known: a category is missing, suppressed or not reported.
    """
    model: type[CountRecord] = rows.model
    if not model.adds_categories:
        raise TypeError(f"The categories of {model.__name__} make no whole.")
    alike = ("declared_unit", "period_start", "granularity", "is_sample", *model.dimensions)
    same = model._default_manager.filter(**{name: OuterRef(name) for name in alike})
    every = Value(len(labels_of(model, "category")))
    whole = Case(When(Exact(Count("pk", filter=_KNOWN), every), then=Sum("value")))
    total = Subquery(same.order_by().values("declared_unit").annotate(whole=whole).values("whole"))
    percent = ExpressionWrapper(
        F("value") * Value(Decimal(100)) / NullIf(total, Value(0)), output_field=_PERCENT
    )
    shared: QuerySet[Any] = rows.annotate(share=Round(percent, 2))
    return shared
