"""A file on its way: handed in, asked about, made a layer or new rows of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.access import account, signed_in
from frontend.received import received_file
from frontend.views.datasets.access import dataset_of, upload_of
from frontend.views.datasets.file_forms import Choices, NewDataset
from layers import jobs
from layers.datasets import replacing
from layers.datasets.access import Verb, datasets_of, prepared_agencies
from layers.errors import TerritorioError
from layers.models import DatasetUpload, StoredFile


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The layers that the account looks after, and the files that are on their way."""
    agencies = prepared_agencies(request.user)
    waiting = DatasetUpload.objects.filter(agency__in=agencies).select_related("job", "dataset")
    context = {
        "datasets": datasets_of(request.user).order_by("title", "pk"),
        "waiting": [u for u in waiting if u.replaces or u.dataset is None],
        "may_prepare": agencies.exists(),
    }
    return render(request, "frontend/datasets/index.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Hand in a file for a new layer."""
    agencies = prepared_agencies(request.user)
    if not agencies.exists():
        raise PermissionDenied(_("Su cuenta no prepara capas de ninguna entidad."))
    form = NewDataset(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        file = _received(request, form)
        if file is not None:
            upload = DatasetUpload(
                agency=form.cleaned_data["agency"], title=form.cleaned_data["title"]
            )
            return _described(request, upload, file)
    status = 400 if form.errors else 200
    return render(request, "frontend/datasets/new.html", {"form": form}, status=status)


@signed_in
def replace(request: HttpRequest, name: str) -> HttpResponse:
    """Hand in a file with new rows for a layer."""
    dataset = dataset_of(request, name, Verb.PREPARE)
    form = NewDataset({}, agencies=prepared_agencies(request.user))
    if request.method == "POST":
        form.full_clean()
        form.errors.clear()
        file = _received(request, form)
        if file is not None:
            upload = DatasetUpload(
                agency=dataset.agency, title=dataset.title, dataset=dataset, replaces=True
            )
            return _described(request, upload, file)
    context = {"form": form, "dataset": dataset}
    status = 400 if form.errors else 200
    return render(request, "frontend/datasets/replace.html", context, status=status)


@signed_in
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the file holds, what has to be chosen of it, and what it would change."""
    upload = upload_of(request, key)
    if upload.dataset is not None and not upload.replaces:
        return redirect("site:dataset", upload.dataset.name)
    if upload.job is not None and not upload.job.is_finished:
        return redirect("site:job", upload.job.pk)
    form = _choices(upload, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        upload.question = {}
        if _is_cut_otherwise(upload, form) or "look" in request.POST:
            upload.chosen = form.text_form
            return _submitted(request, upload, "describe_dataset")
        # What the form asks and isn't said any more goes.
        kept = {name: said for name, said in upload.chosen.items() if name not in form.fields}
        upload.chosen = kept | form.chosen | form.text_form
        return _submitted(request, upload, "import_dataset")
    described = upload.description.get("layers") or upload.description.get("sheets") or []
    context = {"upload": upload, "form": form, "described": described}
    status = 400 if form.errors else 200
    return render(request, "frontend/datasets/file.html", context, status=status)


@signed_in
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put the new rows in place."""
    upload = upload_of(request, key)
    assert upload.dataset is not None, "only of a file that replaces"
    dataset_of(
        request, upload.dataset.name, Verb.PUBLISH if upload.dataset.is_public else Verb.PREPARE
    )
    try:
        dataset = replacing.replace(upload, request.user)
    except TerritorioError as error:
        context = {"upload": upload, "form": _choices(upload, None), "error": error}
        return render(request, "frontend/datasets/file.html", context, status=409)
    return redirect("site:dataset", dataset.name)


@signed_in
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget the file."""
    replacing.discard(upload_of(request, key))
    return redirect("site:datasets")


def _is_cut_otherwise(upload: DatasetUpload, form: Choices) -> bool:
    """Whether another separator was said than the columns on the page were found by."""
    return form.text_form.get("separator", "") != str(upload.chosen.get("separator", ""))


def _choices(upload: DatasetUpload, given: Any) -> Choices:
    chosen = {name: value for name, value in upload.chosen.items() if isinstance(value, str)}
    return Choices(given, description=upload.description, question=upload.question, initial=chosen)


def _received(request: HttpRequest, form: NewDataset) -> StoredFile | None:
    """The form's file; None where there is none, which the form says then."""
    try:
        file = received_file(request)
    except TerritorioError as error:
        form.add_error(None, error.message)
        return None
    if file is None:
        form.add_error(None, _("Elija un archivo."))
    return file


def _described(request: HttpRequest, upload: DatasetUpload, file: StoredFile) -> HttpResponse:
    upload.file, upload.created_by = file, account(request)
    upload.save()
    return _submitted(request, upload, "describe_dataset")


def _submitted(request: HttpRequest, upload: DatasetUpload, kind: str) -> HttpResponse:
    with transaction.atomic():
        upload.job = jobs.submit(
            kind,
            by=request.user,
            lock=f"dataset:{upload.dataset_id or upload.pk}",
            title=f"{upload.title}: {upload.file.name if upload.file else ''}",
            upload=str(upload.pk),
        )
        upload.save()
    return redirect("site:job", upload.job.pk)
