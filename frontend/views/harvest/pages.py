"""The list of services and the page of each: what it gave and when, and what may be done."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.access import account, signed_in
from frontend.attachments import attachment
from layers.errors import TerritorioError
from layers.harvest import listing, running, work
from layers.harvest.sources import Source, UnknownSource, find
from layers.models import Cascade, HarvestRun

PER_PAGE = 20


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """All registered services, and how each is doing."""
    _require(listing.may_see(request.user))
    context = {"listed": listing.listed(), "is_operator": listing.may_switch(request.user)}
    return render(request, "frontend/harvest/index.html", context)


@signed_in
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """One service: its harvests, their differences, and what waits for a decision."""
    return _sheet(request, _source(request, key))


@signed_in
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Turn its timetable on or off."""
    source = _source(request, key)
    _require(listing.may_switch(request.user))
    try:
        listing.switch(source, account(request), is_on=request.POST.get("on") == "1")
    except TerritorioError as error:
        return _sheet(request, source, error)
    return redirect("site:harvested-source", key)


@signed_in
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Have a worker harvest it now."""
    source = _source(request, key)
    _require(listing.may_harvest(request.user, source))
    try:
        listing.require_ready(source)
    except TerritorioError as error:
        return _sheet(request, source, error)
    return redirect("site:job", work.ask(source, request.user).pk)


@signed_in
def decide(request: HttpRequest, key: str, run: uuid.UUID) -> HttpResponse:
    """Publish a held harvest, or leave it."""
    source = _source(request, key)
    _require(listing.may_harvest(request.user, source))
    held = HarvestRun.objects.filter(pk=run, source=key).first()
    if held is None:
        raise Http404
    if request.POST.get("decision") == "accept":
        if held.state == HarvestRun.State.HELD:
            job = work.ask_to_accept(str(held.pk), source.title, request.user)
            return redirect("site:job", job.pk)
        return redirect("site:harvested-source", key)
    try:
        running.reject(held.pk, request.user)
    except TerritorioError as error:
        return _sheet(request, source, error)
    return redirect("site:harvested-source", key)


@signed_in
def copy(request: HttpRequest, key: str, run: uuid.UUID) -> HttpResponseBase:
    """The dated copy of a harvest's rows, to whoever may harvest it."""
    source = _source(request, key)
    _require(listing.may_harvest(request.user, source))
    found = HarvestRun.objects.filter(pk=run, source=key).select_related("snapshot").first()
    if found is None or found.snapshot is None:
        raise Http404
    return attachment(found.snapshot)


def _sheet(
    request: HttpRequest, source: Source, error: TerritorioError | None = None
) -> HttpResponse:
    runs = HarvestRun.objects.filter(source=source.key)
    page = Paginator(runs.select_related("snapshot", "by", "decided_by"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "listed": listing.listed_of(source),
        "page": page,
        "cascade": Cascade.objects.defer("legend").filter(pk=source.key).first(),
        "held": runs.filter(state=HarvestRun.State.HELD).first(),
        "is_operator": listing.may_switch(request.user),
        "may_harvest": listing.may_harvest(request.user, source),
        "error": error,
    }
    status = 409 if error else 200
    return render(request, "frontend/harvest/source.html", context, status=status)


def _source(request: HttpRequest, key: str) -> Source:
    _require(listing.may_see(request.user))
    try:
        return find(key)
    except UnknownSource as error:
        raise Http404 from error


def _require(may: bool) -> None:
    if not may:
        raise PermissionDenied(_("Su cuenta no puede hacer esto con los servicios."))
