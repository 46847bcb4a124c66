"""Which insurers answer where, and how often day by day: of what is published, one query each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Substr

from territory.models import AccreditationActivity, AccreditationDay
from territory.models.accreditation import InsurerKind

# A year of days is what a page shows.
MOST_DAYS = 366


@dataclass(frozen=True)
class Answering:
    """An insurer in a department; ``measured`` are the queries of days that tell what had none."""

    department: str
    insurer_code: str
    insurer_name: str
    insurer_kind: str | None
    facilities: int
    first_on: dt.date
    last_on: dt.date
    queries: int | None
    measured: int | None
    unanswered: int | None
    withheld_days: int
    is_sample: bool

    @property
    def kind_label(self) -> str:
        return str(InsurerKind(self.insurer_kind).label) if self.insurer_kind else ""

    @property
    def answered_percent(self) -> float | None:
        return _percent(self.measured, self.unanswered)


@dataclass(frozen=True)
class DayOfInsurer:
    """An insurer's day over the facilities that published it."""

    day: dt.date
    facilities: int
    measured: int | None
    unanswered: int | None

    @property
    def answered_percent(self) -> float | None:
        return _percent(self.measured, self.unanswered)


def answering(department: str = "", insurer: str = "") -> Sequence[Answering]:
    """Each insurer in each department, or in one, by department and insurer."""
    rows = AccreditationActivity.objects.published().exclude(declared_unit=None)
    if department:
        rows = rows.filter(declared_unit__ubigeo__startswith=department)
    if insurer:
        rows = rows.filter(insurer_code=insurer)
    found = (
        rows.order_by()
        .annotate(department=Substr("declared_unit_id", 1, 2))
        .values("department", "insurer_code", "is_sample")
        .annotate(
            # As the latest file calls it; one code has one name within a file.
            insurer_name=Max("insurer_name"),
            insurer_kind=Max("insurer_kind"),
            facilities=Count("facility_code", distinct=True),
            first_on=Min("first_on"),
            last_on=Max("last_on"),
            queries=Sum("queries"),
            measured=Sum("measured_queries"),
            unanswered=Sum("unanswered"),
            withheld_days=Sum("withheld_days"),
        )
        .order_by("department", "insurer_code")
    )
    return [Answering(**row) for row in found]


def days_of(insurer: str) -> Sequence[DayOfInsurer]:
    """An insurer's latest days in order of time; one that receipts tell too counts once."""
    rows = AccreditationDay.objects.published().filter(insurer_code=insurer)
    both = Q(
        pk__in=rows.order_by("facility_code", "day", "-feed")
        .distinct("facility_code", "day")
        .values("pk")
    )
    measured = Q(queries__isnull=False, unanswered__isnull=False)
    found = (
        rows.filter(both)
        .order_by()
        .values("day")
        .annotate(
            facilities=Count("pk"),
            measured=Sum("queries", filter=measured),
            unanswered=Sum("unanswered", filter=measured),
        )
        .order_by("-day")[:MOST_DAYS]
    )
    return [DayOfInsurer(**row) for row in found][::-1]


def _percent(measured: int | None, unanswered: int | None) -> float | None:
    """Of the queries those with an answer; None where nobody told."""
    if not measured or unanswered is None:
        return None
    return 100 * (measured - unanswered) / measured
