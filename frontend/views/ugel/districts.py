"""``/ugel/distritos/``: districts that several UGEL share; as a table the API gives all shares."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from territory.ugel.shares import districts, shared_districts

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """The shared ones, each with its shares."""
    page = Paginator(shared_districts(), PER_PAGE).get_page(request.GET.get("pagina", 1))
    found = districts(page.object_list)
    context = {
        "page": page,
        "districts": found,
        "has_samples": any(row.is_sample for district in found for row in district.rows),
    }
    return render(request, "frontend/ugel/districts.html", context)
