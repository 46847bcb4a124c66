"""Loading the plan: its commitments, agencies and territories."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from layers import versions
from layers.plan.reader import read_plan
from territory.boundaries import refresh_territories
from territory.models import (
    Agency,
    Alignment,
    Commitment,
    CommitmentTerritory,
    Plan,
)

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


def load_proposal(path: Path) -> None:
    """Make this site's proposal of SDG targets equal to the file; what has a source stays."""
    with path.open(encoding="utf-8", newline="") as file:
        wanted = {(int(row["commitment"]), row["target"]) for row in csv.DictReader(file)}
    proposed = Alignment.objects.filter(framework=Alignment.Framework.SDG, is_proposal=True)
    with transaction.atomic():
        keys = dict(Commitment.objects.values_list("number", "pk"))
        stored = {(row.commitment.number, row.code): row for row in proposed.select_related()}
        gone = [row.pk for pair, row in stored.items() if pair not in wanted]
        Alignment.objects.filter(pk__in=gone).delete()
        Alignment.objects.bulk_create(
            Alignment(
                commitment_id=keys[number],
                framework=Alignment.Framework.SDG,
                code=code,
                is_proposal=True,
            )
            for number, code in sorted(wanted - stored.keys())
        )
