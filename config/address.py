"""Where the site listens. Standard library only."""

from __future__ import annotations

import os
import socket

from config.console import SetupError

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound


def base_url() -> str:
    """The site's address as seen from this machine, without a closing slash."""
    host = "127.0.0.1" if HOST in ANY_HOST else HOST
    return f"http://[{host}]:{PORT}" if ":" in host else f"http://{host}:{PORT}"


def require_free_port() -> None:
    """Binds the port for a moment.

    Raises:
        SetupError: another program listens there, or this account or machine may not.
    """
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            raise SetupError(
                f"No se puede usar {HOST}:{PORT} ({error.strerror}): quizá otro programa, o "
                f"este mismo en otra ventana, ya lo usa. Elija otro: PORT={PORT + 1} make serve"
            ) from error
