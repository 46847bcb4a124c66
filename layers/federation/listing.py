"""What is shown of the federated catalogue: the services, what they offer, by words."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat

from layers.models import FederatedService, OfferedCount, OfferedItem
from territory.unaccent import Unaccented

# Of words beyond these nobody means more.
MAX_ASKED = 100


def services() -> QuerySet[FederatedService]:
    """All of them, each with ``offered``, how many data sets it offers now."""
    found: Any = FederatedService.objects.annotate(
        offered=Count("items", filter=Q(items__gone_since=None))
    )
    return found.order_by("platform", "title", "key")  # type: ignore[no-any-return]


def items(service: str = "", words: str = "", platform: str = "") -> QuerySet[OfferedItem]:
    """What is offered, or was; of a service, of a platform, with all of the words."""
    rows = OfferedItem.objects.select_related("service")
    if service:
        rows = rows.filter(service=service)
    if platform:
        rows = rows.filter(service__platform=platform)
    if asked := words[:MAX_ASKED].replace("\x00", "").split():
        rows = rows.annotate(said=Unaccented(Concat("title", Value(" "), "abstract")))
        for word in asked:
            rows = rows.filter(said__contains=Unaccented(Value(word)))
    return rows.order_by("service__platform", "service__title", "title", "name")


def months(service: str) -> QuerySet[OfferedCount]:
    """How many data sets it offered, month by month."""
    return OfferedCount.objects.filter(service=service).order_by("month")
