"""Where what was contributed to consultations is: how much of it has a place, and within what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models import Extent
from django.db.models import Count, Exists, OuterRef, QuerySet

from territory.models import Consultation, Contribution, Forum, ReviewState
from territory.models.contributions import State
from territory.participation.processes.seen import seen


@dataclass(frozen=True)
class Located:
    """Published contributions with a place: how many, and their extent in EPSG:4326.

    West, south, east, north.
    """

    count: int
    extent: tuple[float, float, float, float]


def _located() -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        state=State.PUBLISHED,
        public_geom__isnull=False,
        consultation__state=ReviewState.PUBLISHED,
    )


def located_in(consultations: Collection[Consultation]) -> Located | None:
    """Those of consultations, of what everybody reads; None without any. One query."""
    rows = _located().filter(consultation__in=consultations)
    found = rows.aggregate(count=Count("pk"), extent=Extent("public_geom"))
    return Located(found["count"], found["extent"]) if found["count"] else None


def first_located(consultations: Collection[Consultation], most: int) -> list[Any]:
    """The latest that were published, with their consultation and unit. One query."""
    rows = _located().filter(consultation__in=consultations)
    rows = rows.select_related("consultation", "unit").defer("geom", "unit__geom", "text")
    return list(rows.order_by("-published_at", "-pk")[:most])


def consulted_on_the_map(most: int) -> list[Consultation]:
    """The latest published consultations that a located contribution is of. One query."""
    located = _located().filter(consultation=OuterRef("pk"))
    rows = seen(Consultation, AnonymousUser()).filter(Exists(located.order_by()))
    return list(
        rows.select_related("forum").defer("forum__geom").order_by("-opens_on", "slug")[:most]
    )


def of_forums(consultations: Collection[Consultation]) -> dict[Forum, list[Consultation]]:
    """The consultations of each published forum."""
    found: dict[Forum, list[Consultation]] = {}
    for consultation in consultations:
        forum = consultation.forum
        if forum is not None and forum.state == ReviewState.PUBLISHED:
            found.setdefault(forum, []).append(consultation)
    return found
