"""Which methods an address of a protocol takes (RFC 9110 §9.3.7 and §15.5.6)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from ows.errors import OwsError, View


class MethodNotOffered(OwsError):
    """405; ``guarded`` puts ``allow`` into the header."""

    def __init__(self, method: str, allow: str) -> None:
        super().__init__(
            f"El método {method[:20]} no se ofrece aquí. Se ofrecen: {allow}.",
            code="OperationNotSupported",
            locator=method[:20],
            status=405,
            headers={"Allow": allow},
        )


def offering(*methods: str) -> Callable[[View], View]:
    """A decorator within ``guarded``: OPTIONS names the methods, any other is refused."""
    offered = (*methods, "OPTIONS")
    allow = ", ".join(offered)

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allow})
            if request.method not in methods:
                raise MethodNotOffered(str(request.method), allow)
            return view(request, *args, **kwargs)

        # Decorators around it take it along (functools.wraps): ``ows.services.methods`` reads it.
        wrapper.offered_methods = offered  # type: ignore[attr-defined]
        return wrapper

    return decorate
