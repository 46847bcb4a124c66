"""What the pages ask of the plan: its commitments, and the places it names."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from territory.models import Commitment, CommitmentTerritory


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


def named_places() -> dict[int, tuple[str, ...]]:
    """Number of a commitment whose text names places → their ubigeos."""
    found: dict[int, tuple[str, ...]] = {}
    named = CommitmentTerritory.objects.filter(unit__isnull=False).order_by("unit_id")
    for number, ubigeo in named.values_list("commitment__number", "unit_id"):
        found[number] = (*found.get(number, ()), ubigeo)
    return found
