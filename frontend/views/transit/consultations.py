"""Consultations about plans of urban transport: all of them, and those of a plan's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.stages import STAGE_TITLES
from frontend.views.participation.spaces import own
from territory.models import UrbanTransportPlan
from territory.participation.processes.agreements import today
from territory.participation.processes.consultations import PHASE_TITLES, phase_of
from territory.plan_consultations import about_plans, consultations_of, stage_of
from territory.roles import AnyUser

PER_PAGE = 50
_LONGEST_CODE = 40


@own
def index(request: HttpRequest) -> HttpResponse:
    """The latest first; ``plan`` of the address chooses those of one."""
    code = request.GET.get("plan", "")
    if len(code) > _LONGEST_CODE or "\x00" in code:
        raise Http404
    rows = about_plans(request.user)
    if code:
        rows = rows.filter(plan_code=code)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    day = today()
    context = {
        "page": page,
        "rows": [
            (
                row,
                PHASE_TITLES[phase_of(row, day)],
                STAGE_TITLES[stage_of(row.opens_on, row.plan_approved_on)],
            )
            for row in page
        ],
        "chosen": code,
        "query": urlencode({"plan": code}) if code else "",
    }
    return render(request, "frontend/transit/consultations.html", context)


def consulted_of(plan: UrbanTransportPlan, user: AnyUser) -> dict[str, Any]:
    """``consulted``: those that name the plan; ``around``: of its territory, that name none."""
    found = [
        (one.consultation, STAGE_TITLES[one.stage], one.names_plan)
        for one in consultations_of(plan, user)
    ]
    return {
        "consulted": [(row, stage) for row, stage, named in found if named],
        "around": [(row, stage) for row, stage, named in found if not named],
    }
