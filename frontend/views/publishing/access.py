"""What every page of publishing asks first: who is there, and what they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from layers.errors import EditNotAllowed
from layers.loading.sources import find
from layers.models import Submission
from layers.publishing.permissions import Verb, may
from layers.reading.results import SourceError
from layers.source import Source

View = Callable[..., HttpResponseBase]
# Whose files a page shows depends on who asks.
private = cache_control(private=True, no_cache=True)


def signed_in(view: View) -> View:
    """Who isn't is led to where they may, and back; what their account may not is 403."""

    @private
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


def source_of(request: HttpRequest, name: str, verb: Verb = Verb.VIEW) -> Source:
    """The source of that name; raises Http404, or EditNotAllowed where the account may not."""
    try:
        source = find(name)
    except SourceError as error:
        raise Http404 from error
    if not may(request.user, verb, source):
        raise EditNotAllowed
    return source


def held_of(request: HttpRequest, uuid: Any, verb: Verb = Verb.VIEW) -> tuple[Submission, Source]:
    """A file handed in and its source; raises as ``source_of`` does."""
    held = Submission.objects.select_related("created_by", "file").filter(pk=uuid).first()
    if held is None:
        raise Http404
    return held, source_of(request, held.source, verb)
