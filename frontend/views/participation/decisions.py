"""Deciding on a contribution to a consultation: the agency in charge, its form and its steps."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.histories import history_of
from frontend.views.participation.moderation import STATUS_OF, number_in
from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter, TerritorioError
from layers.participation.deciding import Said, decide, take
from layers.reviewing import open_steps, with_proposal
from territory.models import Contribution, ContributionDecision
from territory.models.contributions import State
from territory.participation.permissions import answers_something
from territory.participation.processes.consultations import versions_of
from territory.participation.processes.contributed import UNREAD, to_decide, with_decisions
from territory.reviewing import Step, Verb, is_administrator, may

PER_PAGE = 20
_STATUS_OF = STATUS_OF | {EditNotAllowed: 403}
_STEPS = {
    Step.SUBMIT: "Presentar",
    Step.RETURN: "Devolver",
    Step.PUBLISH: "Publicar la decisión",
    Step.WITHDRAW: "Retirar la decisión",
    Step.REOPEN: "Abrir de nuevo",
    Step.DROP: "Descartar lo propuesto",
}


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a decision of the visitor's agencies, or for a step of one."""
    if not (answers_something(request.user) or is_administrator(request.user)):
        raise PermissionDenied("Su cuenta no decide por ninguna entidad.")
    rows = with_decisions(to_decide(request.user)).select_related("commitment").defer(*UNREAD)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    cards = [(item, getattr(item, "decision", None)) for item in page]
    context = {"page": page, "cards": cards}
    return render(request, "frontend/participation/decisions.html", context)


@signed_in
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The contribution, what is decided or prepared on it, and the form."""
    return _sheet(request, pk)


@signed_in
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the decision, or propose another one in place of the published."""
    _contribution(request, pk)
    given = request.POST
    version = number_in(given, "version") or None
    try:
        said = Said(
            given.get("outcome", ""),
            given.get("reason", ""),
            _number(given.get("changed_version", ""), "changed_version"),
            _number(given.get("changed_paragraph", ""), "changed_paragraph"),
        )
        decide(account(request), pk, version, said)
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(_STATUS_OF) as error:
        return _sheet(request, pk, error)
    return redirect("site:decision", pk)


@signed_in
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit it, give it back, publish it, withdraw it or open it again."""
    _contribution(request, pk)
    try:
        chosen = Step(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    try:
        take(account(request), pk, number_in(request.POST, "version"), chosen)
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except tuple(_STATUS_OF) as error:
        return _sheet(request, pk, error)
    return redirect("site:decision", pk)


def _number(text: str, name: str) -> int | None:
    """None where nothing was written; raises InvalidParameter."""
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise InvalidParameter("Escriba un número.", parameter=name)
    return int(text)


def _contribution(request: HttpRequest, pk: int) -> Contribution:
    """For the agency in charge of the consultation alone; raises Http404 for everybody else."""
    rows = Contribution.objects.filter(state=State.PUBLISHED, consultation__isnull=False)
    rows = with_decisions(rows).select_related("commitment__plan", "agency").defer(*UNREAD)
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None or found.commitment is None:
        raise Http404
    if not may(request.user, Verb.VIEW, found.commitment):
        raise Http404
    return found


def _sheet(request: HttpRequest, pk: int, error: TerritorioError | None = None) -> HttpResponse:
    contribution = _contribution(request, pk)
    assert contribution.commitment is not None
    assert contribution.consultation is not None
    user, commitment = request.user, contribution.commitment
    verbs = frozenset(verb for verb in Verb if may(user, verb, commitment))
    decision: ContributionDecision | None = getattr(contribution, "decision", None)
    versions = versions_of(contribution.consultation, user)
    paragraph = contribution.paragraph or 0
    entries, is_cut = history_of(decision, whole=True) if decision else ([], False)
    context = {
        "contribution": contribution,
        "decision": decision,
        "waiting": with_proposal(decision) if decision and decision.proposed else None,
        "typed": request.POST if error else _typed(decision),
        "error": error,
        "text": versions[-1].paragraph(paragraph) if versions else None,
        "versions": versions[1:],
        "outcomes": ContributionDecision.Outcome.choices,
        "may_prepare": Verb.PREPARE in verbs,
        "steps": [(s, _STEPS[s]) for s in open_steps(verbs, decision)] if decision else [],
        "entries": entries,
        "is_cut": is_cut,
    }
    status = _STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/participation/decide.html", context, status=status)


def _typed(decision: ContributionDecision | None) -> dict[str, Any]:
    """What the form begins with: what was said last, published or not."""
    if decision is None:
        return {}
    said = with_proposal(decision)
    version = said.changed_version
    return {
        "outcome": said.outcome,
        "reason": said.reason,
        "changed_version": "" if version is None else str(version.number),
        "changed_paragraph": "" if said.changed_paragraph is None else said.changed_paragraph,
    }
