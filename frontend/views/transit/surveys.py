"""``/transporte/encuestas/``: what users answered, with how and whom was asked."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from layers.themes.transport_surveys import THEME
from territory.addresses import on_site
from territory.suppression import SMALLEST
from territory.surveys import questions, surveys

PER_PAGE = 20
_LAYER = "transport_surveys"
# On a commitment's page the latest are enough: the list has all.
_LATEST = 5


def surveys_of(number: int) -> dict[str, Any]:
    """What the page of a commitment shows of them. One query, none where they serve it not."""
    if number not in THEME.commitments:
        return {}
    found = list(surveys(number)[: _LATEST + 1])
    return {"surveys": found[:_LATEST], "more_surveys": len(found) > _LATEST}


def index(request: HttpRequest) -> HttpResponse:
    """The published surveys, the latest first."""
    page = Paginator(surveys(), PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {"page": page, "surveys": list(page.object_list)}
    return render(request, "frontend/transit/surveys.html", context)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A survey's questions, each with its answers by place and period."""
    found = surveys(code=code).first()
    if found is None:
        raise Http404
    files = {
        form: on_site(
            f"/ogc/collections/{_LAYER}/items?{urlencode({'survey_code': code, 'f': form})}"
        )
        for form in ("csv", "xlsx")
    }
    context = {
        "survey": found,
        "questions": questions(code),
        "files": files,
        "smallest": SMALLEST,
        "map_address": on_site(f"/mapa/?v=1&l=departments,{_LAYER}"),
    }
    return render(request, "frontend/transit/survey.html", context)
