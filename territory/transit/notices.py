"""What another validator noticed of a feed, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from territory.models import TransitNotice
from territory.transit.frequency import FeedKey

_ORDER = Case(
    *(When(severity=kind, then=Value(place)) for place, kind in enumerate(TransitNotice.Severity)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Review:
    """Who reviewed a feed and when; ``kinds`` are what was noticed, the gravest first."""

    said: TransitNotice
    kinds: QuerySet[Any]


def review_of(key: FeedKey) -> Review | None:
    """None where nobody reviewed the feed. A query, and those of the pages of ``kinds``."""
    rows = TransitNotice.objects.filter(feed=key.feed, is_sample=key.is_sample)
    said = rows.filter(code="").first()
    if said is None:
        return None
    kinds = rows.exclude(code="").order_by(_ORDER, "file", "code", "field")
    return Review(said, kinds)
