"""A text under consultation: its paragraphs, two versions compared, what was said of each.

The closing report is the agency's summary with what can be counted: how many contributions were
decided how, how many weren't, and where the text changed because of them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.stages import STAGE_TITLES
from frontend.views.participation.located import located_map
from frontend.views.participation.spaces import looks_after, own
from layers.participation.processes.decision_samples import sample_decisions
from territory.models import Consultation, ConsultationVersion, ContributionDecision
from territory.participation.answering_term import clock_of
from territory.participation.processes.agreements import today
from territory.participation.processes.consultations import (
    PHASE_TITLES,
    is_open,
    phase_of,
    versions_of,
)
from territory.participation.processes.contributed import (
    UNDECIDED,
    UNREAD,
    Decided,
    added,
    change_of,
    chosen_by,
    contributed_to,
    decided_by_paragraph,
    decision_of,
    text_changes,
    with_decisions,
)
from territory.participation.processes.located import located_in
from territory.participation.processes.seen import seen
from territory.participation.processes.texts import compared
from territory.plan_consultations import stage_of, with_plan
from territory.reviewing import Verb, may

PER_PAGE = 20
_CHOICES = {**dict(ContributionDecision.Outcome.choices), UNDECIDED: "sin decisión"}


@own
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The consultation; ``version`` shows an earlier text, ``comparar`` what changed since one.

    ``parrafo`` and ``decision`` choose among the contributions.
    """
    user = request.user
    rows = with_plan(seen(Consultation, user).filter(slug=slug))
    consultation = rows.select_related("commitment__plan").first()
    if consultation is None:
        raise Http404
    versions = versions_of(consultation, user)
    shown = _asked(request, versions, "version") or (versions[-1] if versions else None)
    base = _asked(request, versions, "comparar")
    day = today()
    counts = decided_by_paragraph(consultation)
    context: dict[str, Any] = {
        "consultation": consultation,
        "prepares": looks_after(user, consultation),
        "phase": PHASE_TITLES[phase_of(consultation, day)],
        "is_open": is_open(consultation, day) and not consultation.is_sample,
        "versions": versions,
        "shown": shown,
        "is_latest": bool(versions) and shown == versions[-1],
        "base": base,
        "compared": compared(base.paragraphs, shown.paragraphs) if base and shown else [],
        "paragraphs": [
            (item, counts.get(item["number"], Decided()))
            for item in (shown.paragraphs if shown else [])
        ],
        "counts": added(counts.values()),
        "changes": text_changes(consultation),
        "stage": STAGE_TITLES[stage_of(consultation.opens_on, consultation.plan_approved_on)],
        "sample_decisions": sample_decisions(consultation),
        "decides": may(user, Verb.VIEW, consultation.commitment),
        "located": located_map(located_in([consultation]), consultation, [consultation.slug]),
        **_contributed(request, consultation),
    }
    return render(request, "frontend/participation/consultation.html", context)


def _contributed(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """A page of the contributions, of a paragraph and with a decision where these are chosen."""
    rows = with_decisions(contributed_to(consultation))
    rows = rows.select_related("agency", "commitment", "unit").defer("unit__geom", *UNREAD)
    paragraph = request.GET.get("parrafo", "")
    decision = request.GET.get("decision", "")
    if paragraph:
        if not (paragraph.isascii() and paragraph.isdigit() and len(paragraph) < 4):
            raise Http404
        rows = rows.filter(paragraph=int(paragraph))
    if decision:
        if decision not in _CHOICES:
            raise Http404
        rows = chosen_by(rows, decision)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    chosen = {"parrafo": paragraph, "decision": decision}
    return {
        "page": page,
        "contributed": [
            (item, clock_of(item), decision_of(item), change_of(decision_of(item))) for item in page
        ],
        "choices": _CHOICES,
        "chosen_paragraph": paragraph,
        "chosen_decision": decision,
        "filter": urlencode({name: text for name, text in chosen.items() if text}),
    }


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
