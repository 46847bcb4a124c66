"""A commitment's consultations, as other pages list them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from territory.participation.processes.contributed import listed

PER_PAGE = 10


def consultations_page(request: HttpRequest, number: int, key: str, kind: str = "") -> Page[Any]:
    """The page that ``key`` of the address turns; two queries, one where there are none."""
    rows = listed(request.user, number, kind)
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(key, 1))
