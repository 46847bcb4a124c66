"""Loading the plan: its commitments, agencies and territories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from layers import versions
from layers.plan.reader import read_plan
from territory.boundaries import refresh_territories
from territory.models import Agency, Commitment, CommitmentTerritory, Plan

LAYER = "commitment_territories"

_COMMITMENT_FIELDS = (
    "theme",
    "short_title",
    "title",
    "title_original",
    "text",
    "text_original",
    "corrections",
    "agencies_source",
    "agencies_source_url",
)


def load_plan(path: Path) -> None:
    """Make the stored plan equal to ``plan.json``; milestones are not the file's and stay."""
    content = read_plan(path)
    with transaction.atomic():
        slug = content["plan"].pop("slug")
        plan, _ = Plan.objects.update_or_create(slug=slug, defaults=content["plan"])
        agencies = {
            row["acronym"]: Agency.objects.update_or_create(
                acronym=row["acronym"], defaults={"name": row["name"]}
            )[0]
            for row in content["agencies"]
        }
        for row in content["commitments"]:
            _load_commitment(plan, row, agencies)
        refresh_territories()
        versions.bump(LAYER)


def _load_commitment(plan: Plan, row: Mapping[str, Any], agencies: Mapping[str, Agency]) -> None:
    fields = {field: row[field] for field in _COMMITMENT_FIELDS}
    commitment, _ = Commitment.objects.update_or_create(
        number=row["number"], defaults=fields | {"plan": plan}
    )
    for role in ("lead_agencies", "supporting_agencies"):
        getattr(commitment, role).set(agencies[acronym] for acronym in row[role])
    kept = [
        CommitmentTerritory.objects.update_or_create(
            commitment=commitment,
            unit_id=place["ubigeo"],
            defaults={"quote": place["quote"]},
        )[0].pk
        for place in row["territories"]
    ]
    commitment.territories.exclude(pk__in=kept).delete()
