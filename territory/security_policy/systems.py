"""The systems that exist, with their versions, as everybody reads them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from territory.models import InformationSystem, SecurityEvidence, SystemVersion


def systems() -> QuerySet[InformationSystem]:
    """The published systems, each with its ``public_versions``, the latest first."""
    rows: Any = InformationSystem.objects.published().select_related("commitment")
    found: QuerySet[InformationSystem] = rows.prefetch_related(
        Prefetch("versions", queryset=versions(), to_attr="public_versions")
    )
    return found


def versions() -> QuerySet[SystemVersion]:
    """Their versions; what shows one is left out where it isn't public itself."""
    rows: Any = SystemVersion.objects.published()
    public = SecurityEvidence.objects.published().order_by().values("pk")
    found: QuerySet[SystemVersion] = (
        rows.select_related("system__commitment")
        .prefetch_related(
            Prefetch("evidence", queryset=SecurityEvidence.objects.filter(pk__in=public))
        )
        .order_by("system__code", "system", "-in_use_from", "-label")
    )
    return found
