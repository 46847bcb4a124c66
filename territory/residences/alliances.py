"""The alliances that everybody sees, with what was delivered and what shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from territory.models import Alliance, Delivery, DeliveryEvidence, RuralResidence


def alliances(
    unit: str = "", stage: str = "", residence: RuralResidence | None = None
) -> QuerySet[Alliance]:
    """The published ones by residence and day, each with its published deliveries and evidence.

    Of residences that are shown: beside a fact's no sample's alliance is left.
    """
    shown = RuralResidence.objects.published()
    rows: Any = Alliance.objects.published().filter(need__residence__in=shown)
    if unit:
        rows = rows.filter(need__residence__declared_unit__ubigeo__startswith=unit)
    if stage:
        rows = rows.filter(stage=stage)
    if residence is not None:
        rows = rows.filter(need__residence=residence)
    evidence = Prefetch("evidence", DeliveryEvidence.objects.published(), to_attr="shown_evidence")
    deliveries = Delivery.objects.published().order_by("delivered_on", "pk")
    rows = rows.select_related("need__residence").prefetch_related(
        Prefetch("deliveries", deliveries.prefetch_related(evidence), to_attr="shown_deliveries")
    )
    found: QuerySet[Alliance] = rows.order_by(
        "need__residence_id", "need__item", "offered_on", "pk"
    )
    return found


def delivered(alliance: Any) -> int:
    """How many of an alliance of ``alliances`` were handed over, as published evidence shows."""
    return sum(row.quantity for row in alliance.shown_deliveries if row.shown_evidence)
