"""``/eib/lenguas/``: the dictionary of the official languages, and each one's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from frontend.eib import language_map, map_address
from territory.eib.coverage import by_language, coverage, varieties
from territory.languages.table import not_matched, sources
from territory.models import Language


def index(request: HttpRequest) -> HttpResponse:
    """The 48 by family, with their codes, spellings and published services."""
    counts = {row.language: row for row in by_language()}
    languages = list(Language.objects.prefetch_related("aliases").order_by("family", "name"))
    context = {
        "rows": [(language, counts.get(language.name)) for language in languages],
        "number": len(languages),
        "not_matched": not_matched(),
        "sources": sources().values(),
    }
    return render(request, "frontend/eib/languages.html", context)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A language: its family, codes and spellings, and where its services are."""
    language = get_object_or_404(Language.objects.prefetch_related("aliases"), code=code)
    lines = coverage(language=code)
    context = {
        "language": language,
        "lines": lines,
        "services": sum(line.services for line in lines),
        "varieties": varieties(language.name),
        "has_samples": any(line.is_sample for line in lines),
        "picture": language_map([language.name]),
        "map_address": map_address(code),
        "map_language": language,
    }
    return render(request, "frontend/eib/language.html", context)
