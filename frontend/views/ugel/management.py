"""Commitment 6's model of management: focalised UGEL, their routes, agreements, versions."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.figures import grouped
from frontend.histories import SHOWN, entries_of
from frontend.views.ugel.index import NUMBER
from layers.themes.focalised_ugel.forms import FORMS as MANAGEMENT_FORMS
from layers.themes.form_csv import form_name, write_form
from layers.themes.ugel_trainings.forms import FORMS as TRAINING_FORMS
from territory.addresses import on_site
from territory.figures import tables_for_commitment
from territory.models import FocalisedUgel, ManagementStage, UgelAgreementState
from territory.participation.processes.agreements import OVERDUE, today
from territory.ugel.management import (
    Chosen,
    Management,
    agreements,
    focalised,
    management_of,
    model_versions,
    overdue_count,
)
from territory.ugel.management_history import changes_of_ugel
from territory.ugel.sheets import areas

PER_PAGE = 40
_LAYER = "focalised_ugel"
_FORMS = {**MANAGEMENT_FORMS, **TRAINING_FORMS}
_PROGRESS = {OVERDUE: "vencido", **dict(UgelAgreementState.choices)}
_CODE = re.compile(r"[0-9]{6}")


def index(request: HttpRequest) -> HttpResponse:
    """The focalised UGEL with how far each has come; all, or those of a stage."""
    stage = request.GET.get("etapa", "")
    stage = stage if stage in ManagementStage.values else ""
    day = today()
    page = Paginator(focalised(day, stage), PER_PAGE).get_page(request.GET.get("pagina", 1))
    rows = list(page.object_list)
    tables = tables_for_commitment(NUMBER, (FocalisedUgel,))
    context = {
        "day": day,
        "stages": ManagementStage,
        "chosen": stage,
        "filter": f"etapa={stage}" if stage else "",
        "page": page,
        "rows": rows,
        "has_samples": any(row.is_sample for row in rows),
        "overdue": overdue_count(day),
        "tables": [(table.shown_title, grouped(table.total)) for table in tables],
        "map_address": on_site(f"/mapa/?v=1&l=departments,{_LAYER}"),
    }
    return render(request, "frontend/ugel/focalised/index.html", context)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A UGEL's route and agreements, be it in the register or not."""
    found = _known(code)
    context = {
        "management": found,
        "day": today(),
        "area": areas().filter(code=code).first(),
    }
    return render(request, "frontend/ugel/focalised/sheet.html", context)


def history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what is published of a UGEL, when, and from what; offices, never accounts."""
    found = _known(code)
    changes = changes_of_ugel(code, samples=found.has_samples, at_most=SHOWN + 1)
    context = {
        "management": found,
        "entries": entries_of(changes[:SHOWN]),
        "is_cut": len(changes) > SHOWN,
    }
    return render(request, "frontend/ugel/focalised/history.html", context)


def agreement_list(request: HttpRequest) -> HttpResponse:
    """All agreements, the overdue first; what is asked for and doesn't exist chooses nothing."""
    progress, code = request.GET.get("estado", ""), request.GET.get("ugel", "")
    chosen = Chosen(
        progress if progress in _PROGRESS else "", code if _CODE.fullmatch(code) else ""
    )
    day = today()
    page = Paginator(agreements(day, chosen), PER_PAGE).get_page(request.GET.get("pagina", 1))
    asked = {"estado": chosen.progress, "ugel": chosen.code}
    rows = list(page.object_list)
    context = {
        "day": day,
        "states": _PROGRESS,
        "chosen": chosen,
        "filter": urlencode({name: value for name, value in asked.items() if value}),
        "page": page,
        "rows": rows,
        "has_samples": any(row.is_sample for row in rows),
    }
    return render(request, "frontend/ugel/focalised/agreements.html", context)


def model(request: HttpRequest) -> HttpResponse:
    """The versions of the model, and what each changed."""
    return render(request, "frontend/ugel/focalised/model.html", {"documents": model_versions()})


def form(request: HttpRequest, name: str) -> HttpResponse:
    """What is published, in the form in which it is imported."""
    if name not in _FORMS:
        raise Http404
    found = _FORMS[name]
    rows = list(found.rows())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    file_name = form_name(found.file_name, rows)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    write_form(found.file, rows, response)
    return response


def _known(code: str) -> Management:
    """Raises Http404 where nothing is published of the UGEL."""
    found = management_of(code, today())
    if found.is_empty:
        raise Http404
    return found
