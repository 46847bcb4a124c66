"""Alliances, deliveries and evidence that show the pages, of the samples' needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from layers.tracking.sample_files import example_of_evidence, forget_files
from territory.models import Alliance, Delivery, DeliveryEvidence, ResidenceNeed, ReviewState
from territory.models.placed import SAMPLE_PREFIX

_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True}
_OFFERED, _AGREED, _DELIVERED = dt.date(2019, 7, 5), dt.date(2019, 7, 20), dt.date(2019, 8, 15)
_NOT_A_FACT = f"{SAMPLE_PREFIX}Documento que no es un hecho"


def load() -> None:
    """Of the first need of each sample residence: all given, half of it, or only offered.

    A row that is there already stays.
    """
    seen: set[str] = set()
    kept: list[int] = []
    needs = ResidenceNeed.objects.filter(is_sample=True).order_by("residence_id", "item")
    for place, need in enumerate(needs):
        if need.residence_id in seen:
            continue
        seen.add(need.residence_id)
        kept.append(_alliance(need, place % 3).pk)
    _remove(Alliance.objects.filter(is_sample=True).exclude(pk__in=kept))


def _alliance(need: ResidenceNeed, how: int) -> Alliance:
    is_agreed = how < 2
    values: dict[str, Any] = {
        "commitment_id": need.commitment_id,
        "stage": Alliance.Stage.AGREED if is_agreed else Alliance.Stage.OFFERED,
        "quantity": need.quantity,
        "offered_on": _OFFERED,
        "agreed_quantity": need.quantity if is_agreed else None,
        "agreed_on": _AGREED if is_agreed else None,
        "document": _NOT_A_FACT,
        "cutoff_date": _OFFERED,
    }
    alliance, _ = Alliance.objects.update_or_create(
        need=need, organisation="Asociación de ejemplo", defaults=values | _SHOWN
    )
    if is_agreed and not alliance.deliveries.exists():
        _deliver(alliance, need.quantity if how == 0 else max(1, need.quantity // 2))
    return alliance


def _deliver(alliance: Alliance, quantity: int) -> None:
    delivery = Delivery.objects.create(
        commitment_id=alliance.commitment_id,
        alliance=alliance,
        quantity=quantity,
        delivered_on=_DELIVERED,
        document=_NOT_A_FACT,
        **_SHOWN,
    )
    DeliveryEvidence.objects.create(
        commitment_id=alliance.commitment_id,
        delivery=delivery,
        **example_of_evidence(),
        **_SHOWN,
    )


def remove() -> int:
    """Delete them; gives how many there were. Their history stays."""
    return _remove(Alliance.objects.filter(is_sample=True))


def _remove(alliances: Any) -> int:
    keys = list(alliances.values_list("pk", flat=True))
    evidence = DeliveryEvidence.objects.filter(delivery__alliance__in=keys)
    forget_files(evidence)
    deliveries = Delivery.objects.filter(alliance__in=keys)
    rows = (evidence, deliveries, Alliance.objects.filter(pk__in=keys))
    return sum(found.delete()[0] for found in rows)
