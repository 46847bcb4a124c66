"""When series on security were to come out and did; and the systems that exist on trafficking."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.participation.spaces import own
from layers.security_policy.calendar import Punctuality, planned
from territory.commitments import commitments
from territory.participation.processes.seen import looked_after
from territory.security_policy import library
from territory.security_policy.systems import systems as all_systems

PER_PAGE = 40
_CALENDAR_OF, _SYSTEMS_OF = 16, 18


@own
def calendar(request: HttpRequest) -> HttpResponse:
    """Each planned publication with its day, what came of it and how late."""
    lines = planned()
    late = [line for line in lines if line.late_days]
    context = {
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "number_of_late": len(late),
        "number_of_overdue": sum(line.punctuality == Punctuality.OVERDUE for line in late),
        "total": len(lines),
        "has_samples": any(line.record.is_sample for line in lines),
        "chosen": commitments().filter(number=_CALENDAR_OF).first(),
        "prepares": _prepares(request),
    }
    return render(request, "frontend/security_policy/calendar.html", context)


@own
def systems(request: HttpRequest) -> HttpResponse:
    """The systems, one beside the other, each with its versions."""
    context = {
        "systems": all_systems(),
        "chosen": commitments().filter(number=_SYSTEMS_OF).first(),
        "prepares": _prepares(request),
    }
    return render(request, "frontend/security_policy/systems.html", context)


def _prepares(request: HttpRequest) -> bool:
    return any(found.number in library.NUMBERS for found in looked_after(request.user))
