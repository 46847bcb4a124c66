"""What the pages ask of the plan: its commitments, the places it names, the rows published."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db.models import Prefetch, QuerySet

from territory.figures import PLACED_RECORDS
from territory.models import AdminUnit, Commitment, CommitmentTerritory, Milestone
from territory.models.placed import PlacedRecord


def commitments() -> QuerySet[Commitment]:
    """The plan's commitments by number, with their agencies."""
    return Commitment.objects.select_related("plan").prefetch_related("agencies")


def commitments_with_territories() -> QuerySet[Commitment]:
    """The same with the places that the text names, each with its unit but no polygon."""
    places = CommitmentTerritory.objects.select_related("unit").defer("geom", "unit__geom")
    return commitments().prefetch_related(Prefetch("territories", places))


def territories(commitment: Commitment) -> list[CommitmentTerritory]:
    """The places that the plan's text names for it, without their polygons."""
    places = CommitmentTerritory.objects.filter(commitment=commitment)
    return list(places.select_related("unit").defer("geom", "unit__geom"))


def milestones(commitment: Commitment) -> QuerySet[Milestone]:
    """Its milestones by date; each has the address of its source."""
    return Milestone.objects.filter(commitment=commitment)


def rows_for_commitment(number: int) -> list[QuerySet[PlacedRecord]]:
    """Its placed rows, samples included, a QuerySet for each theme that has any."""
    everything = (_rows(model).filter(commitments__contains=[number]) for model in PLACED_RECORDS)
    return [rows for rows in everything if rows.exists()]


def rows_declared_on(unit: AdminUnit) -> list[PlacedRecord]:
    """The rows that declare exactly this unit, samples included."""
    return list(
        chain.from_iterable(_rows(model).filter(declared_unit=unit) for model in PLACED_RECORDS)
    )


def _rows(model: type[PlacedRecord]) -> QuerySet[PlacedRecord]:
    # Any: the type checker's plugin breaks on an abstract model's relations.
    rows: QuerySet[Any] = model._default_manager.filter(declared_unit__isnull=False)
    return (
        rows.select_related("declared_unit")
        .defer("declared_unit__geom")
        .order_by("declared_unit_id", "pk")
    )
