"""When to come again: what every 503 and 507 says, whoever wrote it."""

from __future__ import annotations

from django.http import HttpResponseBase

# As long as a database that was killed takes to start again.
RETRY_AFTER_S = 5


def say_when(response: HttpResponseBase) -> HttpResponseBase:
    """Add ``Retry-After`` (RFC 9110, 10.2.3) where it is due and absent; no cache keeps such."""
    if response.status_code in (503, 507):
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_S))
        response.headers["Cache-Control"] = "no-store"
    return response
