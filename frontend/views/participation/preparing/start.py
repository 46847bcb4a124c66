"""Where somebody of an agency begins: what it prepares, and what waits for a step."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.access import signed_in
from frontend.views.participation.preparing.shared import WORD_OF, rows_of
from frontend.views.participation.preparing.showing import title_of
from layers.eib_rounds.kinds import INSTRUMENT
from layers.errors import EditNotAllowed
from layers.participation.processes.kinds import CONSULTATION, FORUM, GUIDELINE, KINDS
from layers.record_kinds import Kind
from layers.residences.kinds import CONDITION, NEED
from layers.sanitation_studies.kinds import STUDY
from layers.security_policy.kinds import OF_COMMITMENTS
from territory.agencies import is_demonstration
from territory.models import Commitment, ReviewState
from territory.participation.processes.seen import looked_after
from territory.reviewing import Verb

PER_PAGE = 20
# What hangs on a commitment itself.
_LISTED = (FORUM, CONSULTATION, GUIDELINE, NEED, CONDITION, INSTRUMENT, STUDY, *OF_COMMITMENTS)
_WAITING = Q(state__in=(ReviewState.DRAFT, ReviewState.SUBMITTED)) | Q(proposed__isnull=False)


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The account's own; raises EditNotAllowed where it has a part in no commitment."""
    commitments = looked_after(request.user, Verb.VIEW)
    if not commitments:
        raise EditNotAllowed
    numbers = {found.number for found in commitments}
    listed = [kind for kind in _LISTED if any(map(kind.is_of, numbers))]
    pages = [_listed(request, kind, commitments) for kind in listed]
    context = {
        "commitments": commitments,
        "can_prepare": bool(looked_after(request.user, Verb.PREPARE)),
        "pages": pages,
        "prepares_residences": NEED in listed,
        "waiting": [row for kind in KINDS.values() for row in _waiting(request, kind, commitments)],
        "most": PER_PAGE,
    }
    return render(request, "frontend/participation/preparing/start.html", context)


def _own(request: HttpRequest, kind: Kind, commitments: list[Commitment]) -> Any:
    """Facts or, for the demonstration, samples."""
    of_own = {f"{kind.model.commitment_path}__in": commitments}
    samples = is_demonstration(request.user)
    return rows_of(kind, request.user).filter(is_sample=samples, **of_own)


def _listed(request: HttpRequest, kind: Kind, commitments: list[Commitment]) -> dict[str, Any]:
    word = WORD_OF[kind.name]
    rows = _own(request, kind, commitments).order_by("-updated_at", "-pk")
    return {
        "word": word,
        "title": str(kind.model._meta.verbose_name_plural),
        "single": str(kind.model._meta.verbose_name),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get(word, 1)),
    }


def _waiting(request: HttpRequest, kind: Kind, commitments: list[Commitment]) -> list[Any]:
    """The latest that wait to be submitted or decided."""
    rows = _own(request, kind, commitments).filter(_WAITING).order_by("-updated_at", "-pk")
    word, title = WORD_OF[kind.name], str(kind.model._meta.verbose_name)
    return [(word, title, title_of(row), row) for row in rows[:PER_PAGE]]
