"""Where results are: a map and a table of milestones counted by department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.locator import PERU_TALL, outline_of
from territory.queries import simplified_outlines
from territory.tracking.board import published_milestones
from territory.tracking.where import RegionCount, by_region

PICTURE_PX = (448, 643)
_STEPS = 4


@dataclass(frozen=True)
class Region:
    """A department's outline on the picture, and the step of its colour; 0 has no milestone."""

    count: RegionCount
    path: str
    step: int


def where(request: HttpRequest) -> HttpResponse:
    milestones = list(published_milestones())
    counts, nowhere = by_region(milestones)
    most = max((count.milestones for count in counts), default=0)
    drawn: Any = simplified_outlines([count.ubigeo for count in counts])
    outlines = {unit.pk: unit.outline for unit in drawn}
    regions = [
        Region(
            count,
            outline_of([outlines[count.ubigeo]], PERU_TALL, PICTURE_PX[0]),
            -(-count.milestones * _STEPS // most) if most else 0,
        )
        for count in counts
        if count.ubigeo in outlines
    ]
    context = {
        "regions": regions,
        "counts": counts,
        "nowhere": nowhere,
        "total": len(milestones),
        "has_samples": any(milestone.is_sample for milestone in milestones),
        "width": PICTURE_PX[0],
        "height": PICTURE_PX[1],
    }
    return render(request, "frontend/board/where.html", context)
