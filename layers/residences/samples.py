"""Needs, alliances and photos that show the pages, marked as examples throughout."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db import transaction

from layers import versions
from layers.residences import sample_alliances, sample_photos
from layers.residences.kinds import COMMITMENT, LAYER
from territory.models import (
    Alliance,
    Commitment,
    Delivery,
    ResidenceNeed,
    ReviewState,
    RuralResidence,
)
from territory.models.placed import SAMPLE_PREFIX
from territory.models.residences import Item
from territory.residences.derived import summarise_needs

_CUTOFF = dt.date(2019, 6, 30)
_SHOWN = {"state": ReviewState.PUBLISHED, "is_sample": True}
_ITEMS = (Item.BED, Item.MATTRESS, Item.BEDDING, Item.STUDY_TABLE, Item.COMPUTER, Item.STOVE)
_DOCUMENT = f"{SAMPLE_PREFIX}Diagnóstico que no es un hecho"
# Of the others nothing is said, so that a page without any need is seen as well.
_OF_EACH_FIVE = 3


def load() -> None:
    """Make them, or make them again what a fresh machine has; an unchanged row stays."""
    commitment = Commitment.objects.filter(number=COMMITMENT).first()
    if commitment is None:
        return
    with transaction.atomic():
        before = _versions()
        kept = [_need(commitment, **row) for row in _rows()]
        gone = ResidenceNeed.objects.filter(is_sample=True).exclude(pk__in=kept)
        gone.exclude(alliances__isnull=False).delete()
        sample_alliances.load()
        sample_photos.load(commitment)
        summarise_needs()
        if _versions() != before:
            versions.bump(LAYER)


def _versions() -> list[tuple[int, int]]:
    return [
        pair
        for model in (ResidenceNeed, Alliance, Delivery)
        for pair in model._default_manager.filter(is_sample=True)
        .order_by("pk")
        .values_list("pk", "version")
    ]


def _rows() -> list[dict[str, Any]]:
    chance = random.Random("residences")  # noqa: S311 - the same for ever, not secret
    keys = RuralResidence.objects.filter(is_sample=True).order_by("key")
    found = []
    for place, key in enumerate(keys.values_list("key", flat=True)):
        items = sorted(chance.sample(_ITEMS, 2))
        for item in items:
            quantity, priority = chance.randint(2, 40), chance.choice(_PRIORITIES)
            if place % 5 < _OF_EACH_FIVE:
                found.append({"key": key, "item": item, "quantity": quantity, "priority": priority})
    return found


_PRIORITIES = ResidenceNeed.Priority.values


def _need(commitment: Commitment, key: str, item: str, quantity: int, priority: str) -> int:
    values = {
        "commitment": commitment,
        "quantity": quantity,
        "priority": priority,
        "document": _DOCUMENT,
        "cutoff_date": _CUTOFF,
    }
    key_of_row: dict[str, Any] = {"residence_id": key, "item": item}
    need, _ = ResidenceNeed.objects.update_or_create(**key_of_row, defaults=values | _SHOWN)
    return int(need.pk)


def remove() -> int:
    """Delete them; gives how many there were. Their history stays."""
    with transaction.atomic():
        others = sample_photos.remove() + sample_alliances.remove()
        # With them goes what the database worked out of each, which is no sample of its own.
        _, deleted = ResidenceNeed.objects.filter(is_sample=True).delete()
        removed = deleted.get(ResidenceNeed._meta.label, 0)
        if removed:
            summarise_needs()
            versions.bump(LAYER)
    return removed + others
