"""Which UGEL a district is of, with the shares that say so; what is shared or tied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from territory.models import UgelArea, UgelDistrict
from territory.models.units import AdminUnit


@dataclass(frozen=True)
class SharedDistrict:
    """A district with what each office has in it, its own UGEL first."""

    unit: AdminUnit
    rows: tuple[UgelDistrict, ...]

    @property
    def own(self) -> UgelDistrict | None:
        """The UGEL that it is of; None where no UGEL has a service in it."""
        return next((row for row in self.rows if row.is_assigned), None)

    @property
    def is_shared(self) -> bool:
        """Whether more than one UGEL has services in it."""
        return sum(row.percent is not None for row in self.rows) > 1

    @property
    def is_tied(self) -> bool:
        """Whether another UGEL has as many as its own."""
        return any(row.is_tied for row in self.rows)


def shares() -> QuerySet[UgelDistrict]:
    """All published rows with their districts, by district, its own UGEL first."""
    rows: Any = UgelDistrict.objects.published().select_related("unit__parent")
    rows = rows.defer("unit__geom", "unit__parent__geom")
    found: QuerySet[UgelDistrict] = rows.order_by("unit_id", "-is_assigned", "-services", "code")
    return found


def districts_of(code: str) -> list[SharedDistrict]:
    """The districts in which the UGEL has services, each with all offices in it. One query."""
    own = UgelDistrict.objects.published().filter(code=code).order_by().values("unit")
    return _together(shares().filter(unit__in=own))


def shared_districts() -> QuerySet[Any]:
    """The ubigeos of the districts in which several UGEL have services."""
    of_ugel = Q(percent__isnull=False)
    rows: QuerySet[Any] = UgelDistrict.objects.published().filter(of_ugel).order_by("unit_id")
    counted: QuerySet[Any] = rows.values("unit_id").annotate(offices=Count("pk"))
    return counted.filter(offices__gt=1).values_list("unit_id", flat=True)


def districts(ubigeos: Iterable[str]) -> list[SharedDistrict]:
    """These districts with their shares, by ubigeo. One query."""
    return _together(shares().filter(unit__in=list(ubigeos)))


def ugel_around(ubigeo: str) -> list[UgelArea]:
    """The UGEL of a district, or those that have a district in the unit. One query."""
    rows = UgelDistrict.objects.published().filter(
        is_assigned=True, unit__ubigeo__startswith=ubigeo
    )
    found = UgelArea.objects.published().filter(code__in=rows.order_by().values("code"))
    return list(found.defer("geom").order_by("code"))


def _together(rows: Iterable[UgelDistrict]) -> list[SharedDistrict]:
    found = []
    for _ubigeo, group in groupby(rows, key=lambda row: row.unit_id):
        listed = tuple(group)
        found.append(SharedDistrict(listed[0].unit, listed))
    return found
