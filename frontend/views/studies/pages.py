"""``/estudios/``: the repository: searched, read, cited, taken home."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from frontend.views.participation.spaces import own
from layers.sanitation_studies.kinds import LAYER
from territory.addresses import on_site
from territory.models import AdminUnit, SanitationStudy, StudyVersion
from territory.models.reviewed import ReviewState
from territory.models.studies import FIRST_YEAR, LAST_YEAR, StudyKind
from territory.participation.processes.seen import looked_after
from territory.sanitation_studies import citations, downloads, index, library
from territory.sanitation_studies.licences import address_of, permits_copies

PER_PAGE = 20
# The largest key that the database holds.
_MOST = 2**63


@own
def search(request: HttpRequest) -> HttpResponse:
    """All of them, or those that answer a question, the best first."""
    question = request.GET.get("q", "").strip()[: index.MOST_CHARACTERS]
    kind, year, unit = _filters(request)
    rows = library.studies(kind, year, unit)
    if question:
        rows = index.ranked(rows, question)
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    shown = list(page.object_list)
    pieces = index.snippets(question, [study.pk for study in shown]) if question else {}
    asked = {"q": question, "tipo": kind, "anio": year or "", "u": unit}
    filters = {name: value for name, value in asked.items() if value}
    context = {
        "question": question,
        "kinds": StudyKind.choices,
        "chosen_kind": kind,
        "year": year or "",
        "unit": unit,
        "page": page,
        "number": page.paginator.count,
        "studies": [_listed(study, pieces.get(study.pk)) for study in shown],
        "filter": urlencode(filters),
        "prepares": _prepares(request),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
    }
    return render(request, "frontend/studies/search.html", context)


def _listed(study: SanitationStudy, piece: index.Snippet | None) -> dict[str, Any]:
    if piece is None:
        return {"study": study, "title": study.title, "abstract": study.abstract}
    return {
        "study": study,
        "title": marked(piece.title),
        "abstract": marked(piece.abstract),
        "page": piece.page,
        "page_text": marked(piece.page_text),
    }


def marked(text: str) -> SafeString:
    """A piece of text with what was found in it marked; all of it is text, whatever it says."""
    shown = escape(text).replace(index.MARK, "<mark>").replace(index.END, "</mark>")
    return mark_safe(shown)  # noqa: S308 - escaped above


def _filters(request: HttpRequest) -> tuple[str, int | None, str]:
    kind = request.GET.get("tipo", "")
    year = request.GET.get("anio", "")
    unit = request.GET.get("u", "").strip()
    is_year = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:6]) <= LAST_YEAR
    is_unit = unit.isascii() and unit.isdigit() and len(unit) in (2, 4, 6)
    return (
        kind if kind in StudyKind.values else "",
        int(year) if is_year else None,
        unit if is_unit else "",
    )


@own
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """A study with all its versions."""
    return _sheet(request, _study(pk), None)


@own
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, at its address for good: what was withdrawn says so (410), with its hash."""
    found = library.version_of(pk, number) if pk < _MOST and number < 2**31 else None
    if found is None:
        raise Http404
    return _sheet(request, _study(pk), found)


def _study(pk: int) -> SanitationStudy:
    found = library.studies().filter(pk=pk).first() if pk < _MOST else None
    if found is None:
        raise Http404
    return found


def _sheet(
    request: HttpRequest, found: SanitationStudy, chosen: StudyVersion | None
) -> HttpResponse:
    versions: list[StudyVersion] = found.public_versions  # type: ignore[attr-defined]
    meant = chosen or (versions[0] if versions else None)
    said = citation(request, found, meant.number if meant else None)
    is_gone = chosen is not None and chosen.state == ReviewState.WITHDRAWN
    times = downloads.by_version(versions)
    context = {
        "study": found,
        "chosen": chosen,
        "is_gone": is_gone,
        "version": meant,
        "versions": [(each, times.get(each.pk, 0)) for each in versions],
        "licence_address": address_of(found.licence),
        "is_served": permits_copies(found.licence),
        "citation": citations.as_text(said),
        "units": AdminUnit.objects.filter(pk__in=found.units).defer("geom").order_by("pk"),
        "has_area": SanitationStudy.objects.filter(pk=found.pk, footprint__isnull=False).exists(),
        "prepares": _prepares(request),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "data_address": on_site(f"/api/v1/studies/{found.pk}/"),
    }
    status = 410 if is_gone else 200
    return render(request, "frontend/studies/study.html", context, status=status)


def citation(
    request: HttpRequest, found: SanitationStudy, number: int | None
) -> citations.Citation:
    """Of a version at its own address, or of the study."""
    page = reverse("site:study", args=[found.pk])
    if number:
        page = reverse("site:study-version", args=[found.pk, number])
    return citations.citation_of(found, request.build_absolute_uri(page), number)


def _prepares(request: HttpRequest) -> bool:
    return any(found.number == library.NUMBER for found in looked_after(request.user))
