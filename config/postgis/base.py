"""The connection that Django's ``ENGINE`` names."""

from __future__ import annotations

import select
from typing import Any

from django.contrib.gis.db.backends.postgis import base
from psycopg import Error


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection is tried before a request uses it, without a question to the database.

    A server that ends, is restarted or ends the session closes its side, and that lies ready to be
    read. Where nothing does, Django's own test (``SELECT 1``, a fifth of a short request) has
    nothing to find: of a machine that vanished it would wait for an answer as any query does.
    """

    def close_if_health_check_failed(self) -> None:
        """Close the connection if it can't be used; ask the database only where it has spoken."""
        if self.connection is not None and _is_silent(self.connection):
            self.health_check_done = True
        super().close_if_health_check_failed()


def _is_silent(raw: Any) -> bool:
    """Whether nothing has come from the server since its last answer, not even its end."""
    poll = select.poll()  # unlike select.select it takes any number of files
    try:
        poll.register(raw.fileno(), select.POLLIN)
    except Error:  # it is closed on this side
        return False
    return not poll.poll(0)
