"""``/ambiente/falta/``: data that people asked for because it is missing, and what was answered.

A request is a contribution to the commitment, of the kind "question": received without an account,
moderated, and answered in public by the agency in charge.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from frontend.views.participation.public import shown
from territory.models import AnswerState, ContributionKind
from territory.participation.answering_term import clock_of

COMMITMENT = 2
PER_PAGE = 20


@cache_control(public=True, no_cache=True)
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that are published, those without an answer too, and the way to make one."""
    rows = shown().filter(commitment__number=COMMITMENT, kind=ContributionKind.QUESTION)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "page": page,
        "cards": [(item, clock_of(item)) for item in page.object_list],
        "total": page.paginator.count,
        "answered": rows.filter(answer_state=AnswerState.PUBLISHED).count(),
        "ask_address": ask_address(),
    }
    return render(request, "frontend/environment/missing.html", context)


def ask_address(layer: str = "", fid: str = "") -> str:
    """The form as a request for data fills it in; of a published feature, if one is given."""
    filled = {"compromiso": str(COMMITMENT), "tipo": ContributionKind.QUESTION.value}
    if layer and fid:
        filled |= {"capa": layer, "elemento": fid}
    return f"{reverse('site:contribution-new')}?{urlencode(filled)}"
