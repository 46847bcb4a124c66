"""The content security policy of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# OpenLayers needs blob: workers and data: images; styles are set by attribute in its popups.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
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
    vite = settings.DJANGO_VITE["default"]
    if vite["dev_mode"]:
        server = f"localhost:{vite['dev_server_port']}"
        for name in ("script-src", "img-src", "font-src", "connect-src"):
            policy[name] += f" http://{server}"
        policy["connect-src"] += f" ws://{server}"
    header = "; ".join(f"{name} {value}" for name, value in policy.items())

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", header)
        return response

    return middleware
