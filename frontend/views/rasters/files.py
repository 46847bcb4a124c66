"""A GeoTIFF on its way: handed in, asked about, made a raster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.access import account, signed_in
from frontend.received import received_file
from frontend.views.rasters.forms import NewRaster, Unread
from layers import jobs
from layers.datasets.access import Verb, may_in, prepared_agencies
from layers.errors import TerritorioError
from layers.models import CoverageUpload, StoredFile
from layers.rasters.access import coverages_of


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The rasters that the account looks after, and the files that are on their way."""
    agencies = prepared_agencies(request.user)
    waiting = CoverageUpload.objects.filter(agency__in=agencies, coverage=None)
    context = {
        "coverages": coverages_of(request.user).order_by("title", "pk"),
        "waiting": waiting.select_related("job"),
        "may_prepare": agencies.exists(),
    }
    return render(request, "frontend/rasters/index.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Hand in a GeoTIFF."""
    agencies = prepared_agencies(request.user)
    if not agencies.exists():
        raise PermissionDenied(_("Su cuenta no prepara capas de ninguna entidad."))
    form = NewRaster(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        file = _received(request, form)
        if file is not None:
            upload = CoverageUpload(
                agency=form.cleaned_data["agency"],
                title=form.cleaned_data["title"],
                said=form.said,
                reading=form.reading,
                file=file,
                created_by=account(request),
            )
            return _submitted(request, upload)
    status = 400 if form.errors else 200
    return render(request, "frontend/rasters/new.html", {"form": form}, status=status)


@signed_in
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has to be said of the file, and why it was refused."""
    upload = _upload(request, key)
    if upload.coverage is not None:
        return redirect("site:coverage", upload.coverage.name)
    if upload.job is not None and not upload.job.is_finished:
        return redirect("site:job", upload.job.pk)
    given = request.POST if request.method == "POST" else None
    form = Unread(given, asked=upload.question.get("choice", ""), initial=upload.reading)
    if given is not None and form.is_valid():
        upload.reading, upload.question = form.reading, {}
        return _submitted(request, upload)
    context = {"upload": upload, "form": form}
    status = 400 if form.errors else 200
    return render(request, "frontend/rasters/file.html", context, status=status)


@signed_in
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget the file."""
    _upload(request, key).delete()
    return redirect("site:coverages")


def _upload(request: HttpRequest, key: UUID) -> CoverageUpload:
    """A file on its way, of an agency that the account prepares for."""
    found = CoverageUpload.objects.select_related("agency", "file", "coverage", "job")
    upload = found.filter(pk=key).first()
    if upload is None or not may_in(request.user, Verb.PREPARE, upload.agency):
        raise Http404
    return upload


def _received(request: HttpRequest, form: Any) -> StoredFile | None:
    """The form's file; None where there is none, which the form says then."""
    try:
        file = received_file(request)
    except TerritorioError as error:
        form.add_error(None, error.message)
        return None
    if file is None:
        form.add_error(None, _("Elija un archivo."))
    return file


def _submitted(request: HttpRequest, upload: CoverageUpload) -> HttpResponse:
    with transaction.atomic():
        upload.save()
        upload.job = jobs.submit(
            "import_coverage",
            by=request.user,
            lock=f"coverage:{upload.pk}",
            title=f"{upload.title}: {upload.file.name if upload.file else ''}",
            upload=str(upload.pk),
        )
        upload.save(update_fields=["job"])
    return redirect("site:job", upload.job.pk)
