"""What every page of datasets asks first: who is there, and which dataset is theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from layers.datasets.access import Verb, datasets_of, may, may_in
from layers.errors import EditNotAllowed
from layers.models import Dataset, DatasetUpload

View = Callable[..., HttpResponseBase]
# Whose layers a page shows depends on who asks.
_private = cache_control(private=True, no_store=True)


def signed_in(view: View) -> View:
    """Who isn't is led to where they may, and back; what their account may not is 403."""

    @_private
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            return view(request, *args, **kwargs)
        except EditNotAllowed as error:
            raise PermissionDenied(error.message) from error

    return wrapper


def account(request: HttpRequest) -> User:
    """Who asks, where ``signed_in`` made sure that somebody does."""
    assert isinstance(request.user, User)
    return request.user


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
