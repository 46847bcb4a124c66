"""Taking away the zones that demonstration accounts drew."""

from __future__ import annotations

from django.db import transaction

from layers import versions
from territory.models import InterventionZone

LAYER = "intervention_zones"


def remove_sample_zones() -> int:
    """Delete them; gives how many there were. Their versions stay, as everybody's do."""
    with transaction.atomic():
        removed, _ = InterventionZone.objects.filter(is_sample=True).delete()
        if removed:
            versions.bump(LAYER)
    return removed
