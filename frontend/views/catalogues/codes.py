"""Catalogues of health: their versions, their codes by word, and what a version changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from territory.addresses import on_site
from territory.health_catalogues.browsing import (
    MOST_LETTERS,
    above,
    below,
    code_of,
    codes,
    mapped_to,
    version,
    versions,
)
from territory.health_catalogues.differences import Change, Differences
from territory.models import CodeSystem

PER_PAGE = 40
# What lies right below a code, on its own page.
_BELOW = 100


def search(request: HttpRequest) -> HttpResponse:
    """Codes that have the words, of all versions in force or of one."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
    every = list(versions())
    chosen = request.GET.get("catalogo", "")
    system = next((row for row in every if row.slug == chosen), None)
    page = Paginator(codes(text, system), PER_PAGE).get_page(request.GET.get("pagina", 1))
    asked = {"q": text, "catalogo": system.slug if system else ""}
    rows = list(page.object_list)
    context = {
        "q": text,
        "most": MOST_LETTERS,
        "versions": every,
        "system": system,
        "filter": urlencode({name: value for name, value in asked.items() if value}),
        "filter_api": urlencode({"q": text, **({"system": system.slug} if system else {})}),
        "page": page,
        "rows": rows,
        "is_asked": bool(text or system),
        "has_samples": any(row.is_sample for row in every),
    }
    return render(request, "frontend/catalogues/search.html", context)


def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A version of a catalogue: whose it is, its codes, the other versions."""
    system = _known(slug)
    page = Paginator(codes("", system), PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "system": system,
        "others": [row for row in versions(system.url) if row.pk != system.pk],
        "page": page,
        "rows": list(page.object_list),
        "fhir_address": on_site(f"/fhir/CodeSystem/{system.slug}"),
    }
    return render(request, "frontend/catalogues/version.html", context)


def code(request: HttpRequest, slug: str) -> HttpResponse:
    """A code of a version: what it means, what is above and below it, what it is elsewhere."""
    system = _known(slug)
    concept = code_of(system, request.GET.get("codigo", "").replace("\0", ""))
    if concept is None:
        raise Http404
    under = list(below(concept)[: _BELOW + 1])
    context = {
        "system": system,
        "concept": concept,
        "above": above(concept),
        "below": under[:_BELOW],
        "has_more": len(under) > _BELOW,
        "mappings": list(mapped_to(concept)[:_BELOW]),
    }
    return render(request, "frontend/catalogues/code.html", context)


def differences(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """What the version ``other`` changed of the version ``slug``."""
    before, after = _known(slug), _known(other)
    if before.url != after.url or before.pk == after.pk:
        raise Http404
    change = request.GET.get("cambio", "")
    change = change if change in Change.values else ""
    counts = Differences(before, after).counts()
    found: Any = Differences(before, after, change)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "before": before,
        "after": after,
        "chosen": change,
        "counts": [(value, title, counts[value]) for value, title in Change.choices],
        "filter": f"cambio={change}" if change else "",
        "page": page,
        "rows": page.object_list,
    }
    return render(request, "frontend/catalogues/differences.html", context)


def _known(slug: str) -> CodeSystem:
    """Raises Http404 where there is no public version of that address."""
    found = version(slug)
    if found is None:
        raise Http404
    return found
