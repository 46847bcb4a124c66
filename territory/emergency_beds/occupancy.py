"""How full emergency services are, by region: what isn't stale apart from what is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, F, Max, Min, Q, Sum, Value, When
from django.db.models.functions import Left
from django.utils import timezone

from territory.models import AdminUnit, EmergencyBeds


@dataclass(frozen=True)
class Occupancy:
    """The areas of a region's facilities whose numbers are, or aren't, stale.

    Beds are summed of areas that told operational and occupied ones by one report (``counted`` of
    ``areas``); ``percent`` is of those. ``ubigeo`` is None for areas of no known place.
    """

    ubigeo: str | None
    place: str | None
    is_stale: bool
    areas: int
    counted: int
    operational: int | None
    occupied: int | None
    oldest_on: dt.date | None
    newest_on: dt.date | None
    source: str
    cutoff_date: dt.date | None
    is_sample: bool

    @property
    def percent(self) -> float | None:
        if not self.operational or self.occupied is None:
            return None
        return 100 * self.occupied / self.operational


def by_region(now: dt.datetime | None = None) -> list[Occupancy]:
    """The regions by code, what is fresh first; two queries."""
    now = now or timezone.now()
    stale = Case(
        When(fresh_until__gt=now, then=Value(value=False)),
        default=Value(value=True),
        output_field=BooleanField(),
    )
    of_one_report = Q(operational__isnull=False, occupied__isnull=False) & Q(
        Q(used_at=F("operational_at")) | Q(used_at__isnull=True, operational_at__isnull=True),
        used_on=F("operational_on"),
    )
    rows = (
        EmergencyBeds.objects.published()
        .values(department=Left("declared_unit_id", 2), stale=stale)
        .annotate(
            areas=Count("pk"),
            counted=Count("pk", filter=of_one_report),
            all_operational=Sum("operational", filter=of_one_report),
            all_occupied=Sum("occupied", filter=of_one_report),
            oldest_on=Min("used_on"),
            newest_on=Max("used_on"),
            sources=Count("source", distinct=True),
            one_source=Min("source"),
            cutoff=Max("cutoff_date"),
            sample=Max(Case(When(is_sample=True, then=1), default=0)),
        )
        .order_by("department", "stale")
    )
    names = dict(
        AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT).values_list("pk", "name")
    )
    return [
        Occupancy(
            ubigeo=row["department"],
            place=names.get(row["department"]),
            is_stale=row["stale"],
            areas=row["areas"],
            counted=row["counted"],
            operational=row["all_operational"],
            occupied=row["all_occupied"],
            oldest_on=row["oldest_on"],
            newest_on=row["newest_on"],
            source=row["one_source"] if row["sources"] == 1 else f"{row['sources']} fuentes",
            cutoff_date=row["cutoff"],
            is_sample=bool(row["sample"]),
        )
        for row in rows
    ]
