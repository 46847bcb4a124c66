"""What pages that belong to an account ask first: who is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from layers.errors import EditNotAllowed

View = Callable[..., HttpResponseBase]
# What a page shows depends on who asks, and the next moment it is something else.
private = cache_control(private=True, no_store=True)


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
