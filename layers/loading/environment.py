"""Commitment 3: publishing the environmental commissions of a file."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from layers import versions
from layers.loading.swap import Swapped, swap_rows
from layers.sources.environment import (
    FIELDS,
    OPTIONAL_COLUMNS,
    REQUIRED_COLUMNS,
    clean_commissions,
)
from layers.sources.results import Cleaned
from layers.sources.tabular import read_csv
from territory.models import AdminUnit, EnvironmentalCommission

LAYER = "environmental_commissions"


def check_commissions(data: bytes, *, samples: bool = False) -> Cleaned:
    """Everything that can be said of a file before anything changes.

    Raises SourceError when the file as a whole can't be read.
    """
    table = read_csv(data, REQUIRED_COLUMNS, OPTIONAL_COLUMNS)
    unit_names = dict(AdminUnit.objects.filter(valid_to__isnull=True).values_list("ubigeo", "name"))
    cleaned = clean_commissions(
        table.frame, unit_names, today=timezone.localdate(), samples=samples
    )
    errors = sorted((*table.errors, *cleaned.errors), key=lambda error: error.row)
    return Cleaned(cleaned.frame, tuple(errors))


def publish_commissions(cleaned: Cleaned, *, samples: bool = False) -> Swapped:
    """Make the stored facts (or the samples) equal to the file's rows, in one transaction."""
    with transaction.atomic():
        swapped = swap_rows(
            EnvironmentalCommission,
            cleaned.frame.to_dict("records"),
            columns=FIELDS,
            key=("kind", "declared_ubigeo", "is_sample"),
            scope={"is_sample": samples},
        )
        if swapped.changed:
            versions.bump(LAYER)
    return swapped


def remove_samples() -> int:
    """Delete the sample commissions; gives how many there were."""
    with transaction.atomic():
        removed, _ = EnvironmentalCommission.objects.filter(is_sample=True).delete()
        if removed:
            versions.bump(LAYER)
    return removed
