"""Who may produce in a unit: titles to extract by activity and state, and who holds most of them.

A title says where somebody may extract, not that anybody does. Holders are as the layer gives
them: natural persons have no name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from territory.models import Activity, ExtractiveSite
from territory.origins import every_source
from territory.published import published_rows
from territory.within import within

HOLDERS_SHOWN = 10
_TITLED = ExtractiveSite.Status.TITLED


@dataclass(frozen=True)
class Sites:
    """The titles of an activity and a state; ``area_ha`` is of the ``measured`` ones."""

    activity: Activity
    status: str
    number: int
    area_ha: Decimal | None
    measured: int
    source: str
    cutoff_date: dt.date
    is_sample: bool

    @property
    def is_titled(self) -> bool:
        return self.status == _TITLED

    @property
    def status_label(self) -> str:
        labels = {str(code): str(label) for code, label in ExtractiveSite.Status.choices}
        return labels.get(self.status, "")


@dataclass(frozen=True)
class HolderSites:
    """The titles in force of a holder; ``holder`` is empty where it isn't published."""

    holder: str
    activity: Activity
    number: int
    area_ha: Decimal | None


def sites_in(unit: str = "") -> list[Sites]:
    """By activity and state; one statement."""
    grouped = (
        _rows(unit)
        .values("activity", "status", "is_sample")
        .annotate(
            number=Count("pk"),
            area=Sum("area_ha"),
            measured=Count("area_ha"),
            sources=every_source(),
            cutoff=Max("cutoff_date"),
        )
        .order_by("activity", "status")
    )
    return [
        Sites(
            Activity(row["activity"]),
            row["status"] or "",
            row["number"],
            row["area"],
            row["measured"],
            row["sources"],
            row["cutoff"],
            row["is_sample"],
        )
        for row in grouped
    ]


def holders_in(unit: str = "") -> list[HolderSites]:
    """Those with the most area in force; all whose name isn't published together."""
    grouped = (
        _rows(unit)
        .filter(status=_TITLED)
        .values("holder", "activity")
        .annotate(number=Count("pk"), area=Sum("area_ha", filter=Q(area_ha__isnull=False)))
        .order_by("-area", "holder")[:HOLDERS_SHOWN]
    )
    return [
        HolderSites(row["holder"] or "", Activity(row["activity"]), row["number"], row["area"])
        for row in grouped
    ]


def _rows(unit: str) -> QuerySet[Any]:
    rows = published_rows(ExtractiveSite)
    return rows.filter(within(ExtractiveSite, unit)) if unit else rows
