"""``/healthz``: whether this process and its database answer."""

from __future__ import annotations

import logging
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from frontend.methods import read_only
from layers.database_faults import database_faults
from layers.errors import DatabaseAway, QueryTimeout, StorageFull, TerritorioError
from ows.unavailable import say_when

# Some 200 kB.
_SORTED_ON_DISK = """
SELECT max(number) FROM (SELECT number FROM generate_series(1, 5000) AS number
ORDER BY number % 7, number OFFSET 1) AS sorted
"""
logger = logging.getLogger(__name__)


@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """``ok``, or 503 with what is amiss: ``database``, or ``disk`` where nothing can be written.

    The log has the reason, in one line.
    """
    try:
        with database_faults(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            _try_to_write(cursor)
    except (DatabaseAway, QueryTimeout) as error:
        return _amiss("database", error)
    except StorageFull as error:
        return _amiss("disk", error)
    response = HttpResponse("ok\n", content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _try_to_write(cursor: Any) -> None:
    """Sort more than fits in memory, for which the database writes a file and removes it.

    Of all that takes room it is the one that leaves nothing behind, neither rows nor catalogue.
    Raises StorageFull by ``database_faults``.
    """
    with transaction.atomic():
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute(_SORTED_ON_DISK)


def _amiss(what: str, error: TerritorioError) -> HttpResponse:
    reason = str(error.__cause__).partition("\n")[0]
    logger.warning("%s: %s", error.said_to_operator or error.message, reason)
    response = HttpResponse(f"{what}\n", status=503, content_type="text/plain")
    say_when(response)
    return response
