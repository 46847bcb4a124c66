"""How much of the chain anybody may read."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from territory.models import AccreditationCount, AccreditationReceipt


def public_length() -> int:
    """How many links: as many as what is published of days that have ended says."""
    return AccreditationCount.objects.aggregate(links=Sum("links"))["links"] or 0


def public() -> QuerySet[AccreditationReceipt]:
    """The links that anybody may read, in order."""
    return AccreditationReceipt.objects.filter(number__lte=public_length()).order_by("number")
