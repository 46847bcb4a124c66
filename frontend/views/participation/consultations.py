"""A text under consultation: its paragraphs, two versions compared, and its closing report."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.participation.spaces import looks_after, own
from territory.models import Consultation, ConsultationVersion
from territory.participation.processes.agreements import today
from territory.participation.processes.consultations import (
    PHASE_TITLES,
    phase_of,
    versions_of,
)
from territory.participation.processes.seen import seen
from territory.participation.processes.texts import compared


@own
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The consultation; ``version`` shows an earlier text, ``comparar`` what changed since one."""
    user = request.user
    rows = seen(Consultation, user).filter(slug=slug).select_related("commitment__plan")
    consultation = rows.first()
    if consultation is None:
        raise Http404
    versions = versions_of(consultation, user)
    shown = _asked(request, versions, "version") or (versions[-1] if versions else None)
    base = _asked(request, versions, "comparar")
    day = today()
    context: dict[str, Any] = {
        "consultation": consultation,
        "prepares": looks_after(user, consultation),
        "phase": PHASE_TITLES[phase_of(consultation, day)],
        "versions": versions,
        "shown": shown,
        "base": base,
        "compared": compared(base.paragraphs, shown.paragraphs) if base and shown else [],
    }
    return render(request, "frontend/participation/consultation.html", context)


def _asked(
    request: HttpRequest, versions: list[ConsultationVersion], name: str
) -> ConsultationVersion | None:
    """The version that the address names; raises Http404 where it isn't seen."""
    number = request.GET.get(name, "")
    if not number:
        return None
    for version in versions:
        if str(version.number) == number:
            return version
    raise Http404
