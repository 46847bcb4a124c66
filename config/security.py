"""The content security policy of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

VITE = "http://localhost:5173"

# OpenLayers needs blob: workers and data: images; styles are set by attribute in its popups.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that adds the policy; under ``make dev`` Vite's server is let in."""
    policy = dict(POLICY)
    if settings.DJANGO_VITE["default"]["dev_mode"]:
        policy["script-src"] += f" {VITE}"
        policy["connect-src"] += f" {VITE} ws://localhost:5173"
    header = "; ".join(f"{name} {value}" for name, value in policy.items())

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", header)
        return response

    return middleware
