"""Which methods a page takes (RFC 9110 §9.1: GET and HEAD at least; §15.5.6: 405 names them)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """A page that is asked for and takes nothing, so that nothing can be forged either."""
    return csrf_exempt(offering("GET", "HEAD")(view))


def offering(*methods: str) -> Callable[[View], View]:
    """A decorator: OPTIONS names the methods, any other is refused with their names."""
    allow = ", ".join((*methods, "OPTIONS"))

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allow})
            if request.method not in methods:
                return HttpResponse(
                    f"El método {request.method} no se ofrece aquí. Se ofrecen: {allow}.\n",
                    status=405,
                    content_type="text/plain; charset=utf-8",
                    headers={"Allow": allow},
                )
            return view(request, *args, **kwargs)

        return wrapper

    return decorate
