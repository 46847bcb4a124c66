"""``/eib/cobertura/``: services by UGEL and language; as a table the API gives them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from territory.eib.coverage import Counted, coverage
from territory.models import Language

PER_PAGE = 100


def index(request: HttpRequest) -> HttpResponse:
    """The table, of one UGEL or language if asked for, with what it can't place."""
    asked, lines = _asked(request)
    everything = lines if not any(asked.values()) else coverage()
    context = {
        "asked": asked,
        "filter": _query(asked),
        "api_filter": _query({"ugel": asked["ugel"], "language": asked["lengua"]}),
        "ugeles": _ugeles(everything),
        "languages": Language.objects.only("name", "code"),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "unplaced": sum(line.services for line in everything if line.ugel_code is None),
        "has_samples": any(line.is_sample for line in everything),
        "origin": next(iter(everything), None),
    }
    return render(request, "frontend/eib/coverage.html", context)


def _asked(request: HttpRequest) -> tuple[dict[str, str], list[Counted]]:
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("ugel", "lengua")}
    asked = {name: value.replace("\x00", "") for name, value in asked.items()}
    return asked, coverage(ugel=asked["ugel"] or None, language=asked["lengua"] or None)


def _query(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


def _ugeles(lines: list[Counted]) -> list[tuple[str, str]]:
    return sorted({(line.ugel_code, line.ugel or "") for line in lines if line.ugel_code})
