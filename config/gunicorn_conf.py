"""gunicorn's settings, for ``make serve`` and for the tests' server alike."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", str(min(4, os.cpu_count() or 1))))
# Threads, not sync workers: those are killed at the timeout in the middle of a slow download.
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 5
keepalive = 5
# A WFS filter travels in the address: as much as gunicorn can be set to take.
limit_request_line = 8190
# Mapnik's data sources and the database connections must be made after the fork.
preload_app = False
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
control_socket_disable = True

PR_SET_PDEATHSIG = 1  # prctl(2)


def on_starting(_server: Any) -> None:
    """Under ``make serve`` and the tests the server ends with them, even if they are killed."""
    if os.environ.get("EXIT_WITH_PARENT") == "1":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
