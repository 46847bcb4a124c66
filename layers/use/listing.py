"""The use of a commitment's layers by month, beside what its platforms offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q, QuerySet, Sum

from layers import registry
from layers.models import LayerUse, OfferedCount, UseKind


@dataclass(frozen=True)
class Used:
    """A layer's use in a month; ``owner`` is whose data it is."""

    layer: str
    title: str
    owner: str
    month: dt.date
    downloads: int
    requests: int


def used(commitment: int) -> list[Used]:
    """Of every layer of the commitment that everybody sees, the latest month first.

    A month in which a layer was never asked for has no line.
    """
    layers = {
        layer.name: layer
        for layer in registry.published(AnonymousUser())
        if commitment in layer.commitments
    }
    of_kind = {kind: Sum("times", filter=Q(kind=kind), default=0) for kind in UseKind.values}
    rows: Any = (
        LayerUse.objects.filter(layer__in=layers)
        .order_by("-month", "layer")
        .values("layer", "month")
        .annotate(**of_kind)
    )
    return [
        Used(
            row["layer"],
            layers[row["layer"]].title,
            layers[row["layer"]].attribution or layers[row["layer"]].source,
            row["month"],
            row[UseKind.DOWNLOAD.value],
            row[UseKind.REQUEST.value],
        )
        for row in rows
    ]


def counted_since() -> dt.date | None:
    """The first month of which anything was counted; None while nothing was."""
    return LayerUse.objects.order_by("month").values_list("month", flat=True).first()


def offered_by_platform() -> QuerySet[OfferedCount, dict[str, Any]]:
    """How many data sets each platform's services offered, by month, the latest first."""
    found: Any = (
        OfferedCount.objects.order_by("-month", "service__platform")
        .values("month", "service__platform")
        .annotate(offered=Sum("number"), counted_at=Max("counted_at"))
    )
    return found  # type: ignore[no-any-return]
