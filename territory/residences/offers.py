"""The offers that everybody sees: those that a moderator published."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from territory.models import ContributionOffer, RuralResidence
from territory.models.contributions import State


def offers(residence: RuralResidence) -> QuerySet[ContributionOffer]:
    """Of what a residence needs, the latest first."""
    rows: Any = ContributionOffer.objects.filter(
        contribution__state=State.PUBLISHED, need__residence=residence
    )
    found: QuerySet[ContributionOffer] = rows.select_related("contribution", "need")
    return found.order_by("-contribution__published_at", "-contribution")
