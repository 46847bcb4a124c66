"""``/healthz``: whether this process and its database answer."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """``ok``, or 503 where the database doesn't answer; the log has the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return HttpResponse("database\n", status=503, content_type="text/plain")
    response = HttpResponse("ok\n", content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
