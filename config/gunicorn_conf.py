"""gunicorn's settings, for ``make serve``, the tests and the bench alike; nginx is before it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

from gunicorn.http import message

from config.bounded_work import THREADS, WORKERS
from layers import temporary

workers = WORKERS
# Threads, not sync workers: those are killed at the timeout in the middle of a slow download.
worker_class = "gthread"
# Most of them wait for a place (config.bounded_work), which bounds what is done at once.
threads = THREADS
timeout = 60
graceful_timeout = 5
keepalive = 5
# A WFS filter travels in the address. What exceeds ows.addresses.MAX_ADDRESS_BYTES is refused
# there, in the protocol's form; this and nginx's buffers are the end above it.
# gunicorn takes no setting between 8,190 and none at all, only the constant behind it.
limit_request_line = message.MAX_REQUEST_LINE = 1024 * 1024
# What proxies say of a request's scheme and path is the site's to believe.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
# The site is loaded once and forked: a worker that was killed is back at once, as all are after
# SIGHUP (which reads these settings again, and not the code: for that start anew). Connections
# to the database and Mapnik's data sources may not be shared; the first request makes them.
preload_app = True
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
control_socket_disable = True

PR_SET_PDEATHSIG = 1  # prctl(2)


def on_starting(_server: Any) -> None:
    """Under ``make serve`` and the tests the server ends with them, even if they are killed."""
    if os.environ.get("EXIT_WITH_PARENT") == "1":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    temporary.sweep()


def child_exit(_server: Any, _worker: Any) -> None:
    """What a worker that was killed left behind goes with it."""
    temporary.sweep()


def post_fork(_server: Any, _worker: Any) -> None:
    """Lets short requests pass between long ones: threads take turns each ms instead of each 5."""
    sys.setswitchinterval(0.001)
