"""The board: the 18 commitments with what is known of how each stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from territory.models import Theme
from territory.tracking.board import BoardFilter, Standing, board_lines


def board(request: HttpRequest) -> HttpResponse:
    """All commitments, or those that the filters leave; what is published of each."""
    today = timezone.localdate()
    chosen = BoardFilter.read(request.GET.dict())
    lines = board_lines(today)
    shown = [line for line in lines if chosen.takes(line)]
    agencies = {agency.acronym: agency for line in lines for agency in line.agencies}
    context = {
        "lines": shown,
        "total": len(lines),
        "has_samples": any(line.has_samples for line in shown),
        "today": today,
        "chosen": chosen,
        "themes": Theme,
        "standings": Standing,
        "agencies": [agencies[acronym] for acronym in sorted(agencies)],
    }
    return render(request, "frontend/board/index.html", context)
