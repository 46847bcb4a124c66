"""Work in the background: one's own jobs, and the page on which each is followed."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from frontend.access import private, signed_in
from frontend.attachments import attachment
from layers import jobs
from layers.errors import WrongState
from layers.models import Job
from territory.addresses import on_site

PER_PAGE = 20
# How often a browser without scripts asks again.
REFRESH_S = 5
_STILL = "no"


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The jobs that the visitor asked for, the last first."""
    found = Paginator(jobs.own(request.user), PER_PAGE)
    page = found.get_page(request.GET.get("pagina", 1))
    return render(request, "frontend/jobs.html", {"page": page})


@private
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One job: how far it has come, or how it ended."""
    return _sheet(request, _job(request, pk))


@private
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the job to be cancelled."""
    job = _job(request, pk)
    try:
        jobs.cancel(job)
    except WrongState as error:
        return _sheet(request, job, error)
    return redirect("site:job", pk)


@private
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file that the job made."""
    return attachment(_job(request, pk).result_file)


def _job(request: HttpRequest, pk: uuid.UUID) -> Job:
    found = jobs.visible_to(request.user).select_related("by", "result_file")
    job = found.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def _sheet(request: HttpRequest, job: Job, error: WrongState | None = None) -> HttpResponse:
    page = (job.result or {}).get("page")
    context = {
        "job": job,
        "error": error,
        "refresh_s": REFRESH_S if request.GET.get("actualizar") != _STILL else None,
        "outcome": on_site(page) if page else "",
    }
    return render(request, "frontend/job.html", context, status=409 if error else 200)
