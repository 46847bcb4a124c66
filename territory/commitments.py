"""What the pages ask of the plan: its commitments, the places it names, the rows published."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import Prefetch, QuerySet

from territory.figures import PLACED_RECORDS
from territory.models import AdminUnit, Commitment, CommitmentTerritory, Milestone
from territory.models.placed import PlacedRecord


def commitments() -> QuerySet[Commitment]:
    """The plan's commitments by number, with their agencies."""
    found = Commitment.objects.select_related("plan")
    return found.prefetch_related("lead_agencies", "supporting_agencies")


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
    """Its published placed rows, a QuerySet for each theme that has any."""
    everything = (_rows(model).filter(commitments__contains=[number]) for model in PLACED_RECORDS)
    return [rows for rows in everything if rows.exists()]


def rows_declared_on(unit: AdminUnit, limit: int) -> list[list[PlacedRecord]]:
    """For each theme the first ``limit`` published rows that declare exactly this unit."""
    return [list(_rows(model).filter(declared_unit=unit)[:limit]) for model in PLACED_RECORDS]


def _rows(model: type[PlacedRecord]) -> QuerySet[PlacedRecord]:
    # Any: the type checker's plugin breaks on an abstract model's relations.
    rows: QuerySet[Any] = model.objects.published().select_related("declared_unit")
    own = [f.name for f in model._meta.get_fields() if isinstance(f, GeometryField)]
    return rows.defer("declared_unit__geom", *own).order_by("declared_unit_id", "pk")
