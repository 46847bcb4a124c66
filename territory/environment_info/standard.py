"""A value held against the water standard, where that is possible; and why it isn't elsewhere.

The limits are rows (``WaterStandardLimit``), each with its norm and article: without one there is
no verdict. Nor is there one where nobody says of which category the water is, of sediment, which
has no such standard, or of a dissolved part, since the limits are of totals. A laboratory's
limit above the standard's says nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from territory.models import EnvironmentalMeasurement, Matrix, WaterStandardLimit

_SHIPPED = Path(__file__).with_name("water_standard.csv")
_NATURAL_WATER = (Matrix.SURFACE_WATER, Matrix.GROUNDWATER, Matrix.SEA_WATER, Matrix.WATER)
TARGETED = _(
    "El muestreo es dirigido, no al azar: se toma donde se supervisa o se espera un daño, y no "
    "dice cómo está el agua del resto."
)


class Verdict(models.TextChoices):
    """What may be said of a value; the first three are of values that have a limit."""

    EXCEEDS = "exceeds", _("supera el estándar")
    MEETS = "meets", _("no supera el estándar")
    UNKNOWN = "unknown", _("no se puede saber: el límite del laboratorio no llega al estándar")
    NOT_WATER = "not_water", _("no es agua natural: el estándar de agua no vale")
    NO_VALUE = "no_value", _("no hay valor")
    NO_CATEGORY = "no_category", _("no se conoce la categoría del cuerpo de agua")
    DISSOLVED = "dissolved", _("es la parte disuelta; el límite es del total")
    NO_LIMIT = "no_limit", _("no hay un límite registrado para ese parámetro, categoría y año")


# Those that hold a value against a limit.
JUDGED = (Verdict.EXCEEDS, Verdict.MEETS, Verdict.UNKNOWN)


def judged(rows: QuerySet[EnvironmentalMeasurement]) -> QuerySet[Any]:
    """The rows with ``verdict``, and the limit, norm and article that it rests on (or None)."""
    year = ExtractYear(OuterRef("sampled_on"))
    limits = WaterStandardLimit.objects.filter(
        Q(last_year__isnull=True) | Q(last_year__gte=year),
        parameter_key=OuterRef("parameter_key"),
        category=OuterRef("water_category"),
        unit=OuterRef("unit"),
        first_year__lte=year,
    ).order_by("-first_year")
    found = {
        f"standard_{name}": Subquery(limits.values(name)[:1])
        for name in ("limit", "norm", "article", "norm_url")
    }
    return rows.annotate(**found).annotate(verdict=_verdict())


def _verdict() -> Case:
    limit = F("standard_limit")

    def said(verdict: Verdict) -> Value:
        return Value(verdict.value)

    return Case(
        When(~Q(matrix__in=_NATURAL_WATER), then=said(Verdict.NOT_WATER)),
        When(state="not_reported", then=said(Verdict.NO_VALUE)),
        When(water_category__isnull=True, then=said(Verdict.NO_CATEGORY)),
        When(
            Q(analysis__icontains="disuelt") | Q(parameter__icontains="disuelt"),
            then=said(Verdict.DISSOLVED),
        ),
        When(standard_limit__isnull=True, then=said(Verdict.NO_LIMIT)),
        When(Q(state="value", value__gt=limit), then=said(Verdict.EXCEEDS)),
        When(Q(state="value"), then=said(Verdict.MEETS)),
        When(Q(state="below", limit_value__lte=limit), then=said(Verdict.MEETS)),
        When(Q(state="above", limit_value__gte=limit), then=said(Verdict.EXCEEDS)),
        default=said(Verdict.UNKNOWN),
        output_field=models.CharField(),
    )


def load_standard() -> None:
    """Make the shipped limits those of the file; what an operator added stays."""
    with _SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = []
    for row in rows:
        year, limit = int(row["first_year"]), float(row["limit"])
        values: dict[str, Any] = {
            name: row[name] for name in ("parameter", "unit", "norm", "article")
        }
        found, _made = WaterStandardLimit.objects.update_or_create(
            parameter_key=row["parameter_key"],
            category=row["category"],
            first_year=year,
            defaults=values | {"limit": limit, "is_shipped": True},
        )
        kept.append(found.pk)
    WaterStandardLimit.objects.filter(is_shipped=True).exclude(pk__in=kept).delete()
