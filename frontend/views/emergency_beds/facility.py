"""``/emergencias/<code>/``: what a facility said of its emergency beds, now and before."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.views.emergency_beds.charts import charts_of_reports
from layers.api_tokens.issuing import facilities_of
from territory.changes import Change
from territory.emergency_beds.freshness import NOT_THE_106, stale_after, told
from territory.emergency_beds.live import corrections, live_reports
from territory.emergency_beds.punctuality import DAYS, punctuality
from territory.models import EmergencyBedReport, EmergencyBeds

PER_PAGE = 24
_TITLES = {
    "total": _("todas"),
    "inoperative": _("inoperativas"),
    "operational": _("operativas"),
    "available": _("disponibles"),
    "occupied": _("ocupadas"),
}
_DAYS_SHOWN = 14


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The facility's numbers with their ages, its reports, its punctuality."""
    areas = list(
        EmergencyBeds.objects.published()
        .filter(facility_code=code)
        .select_related("declared_unit")
        .defer("declared_unit__geom")
        .order_by("-area")
    )
    if not areas:
        raise Http404
    page = Paginator(live_reports(code), PER_PAGE).get_page(request.GET.get("pagina", 1))
    reports = list(page)
    corrected = corrections(reports)
    days: Any = EmergencyBedReport.objects.published().filter(facility_code=code)
    mine = {held.facility_code for held in facilities_of(request.user)}
    context = {
        "code": code,
        "first": areas[0],
        "areas": [(beds, told(beds)) for beds in areas],
        "page": page,
        "reports": [
            (report, [_correction(change) for change in corrected.get(report.pk, [])])
            for report in reports
        ],
        "charts": list(charts_of_reports(code, reports)),
        "days": days.defer("geom").order_by("-reported_on", "-area")[:_DAYS_SHOWN],
        "punctuality": punctuality(code),
        "window": DAYS,
        "stale_hours": int(stale_after().total_seconds() // 3600),
        "may_report": code in mine,
        "not_the_106": NOT_THE_106,
    }
    return render(request, "frontend/emergency_beds/facility.html", context)


def _correction(change: Change) -> tuple[Change, list[tuple[Promise | str, Any, Any]]]:
    """A correction, and of each number its title, what it was and what it is."""
    values: list[tuple[Promise | str, Any, Any]] = [
        (_TITLES[name], *pair) for name, pair in change.values.items() if name in _TITLES
    ]
    return change, values
