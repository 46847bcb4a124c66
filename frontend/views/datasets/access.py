"""Which dataset a page is about, and what the account may do with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from layers.datasets.access import Verb, datasets_of, may, may_in
from layers.errors import EditNotAllowed
from layers.models import Dataset, DatasetUpload


def dataset_of(request: HttpRequest, name: str, verb: Verb = Verb.VIEW) -> Dataset:
    """The dataset of that name; Http404 for others' and none, EditNotAllowed for what may not."""
    found = datasets_of(request.user).filter(name=name).first()
    if found is None:
        raise Http404
    if not may(request.user, verb, found):
        raise EditNotAllowed("Su papel en la entidad no permite este paso.")
    return found


def upload_of(request: HttpRequest, key: Any) -> DatasetUpload:
    """A file on its way, of an agency that the account prepares for."""
    found = DatasetUpload.objects.select_related("agency", "file", "dataset", "job")
    upload = found.filter(pk=key).first()
    if upload is None or not may_in(request.user, Verb.PREPARE, upload.agency):
        raise Http404
    return upload
