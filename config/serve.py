"""``make serve``: database, site and server until Ctrl-C."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

from config.address import ANY_HOST, HOST, base_url, require_free_port
from config.child import child
from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals
from config.preparing import run_prepare
from config.refreshing import Refreshing
from config.steps import step, summary, take_over
from config.warm import warm

START_TIMEOUT_S = 60
LOOK_EVERY_S = 0.5


def main() -> int:
    raise_on_signals()
    try:
        require_free_port()
        take_over()
        with ExitStack() as stack:
            if not os.environ.get("DATABASE_URL"):
                with step("Arrancando PostgreSQL"):
                    stack.enter_context(borrowed(locate()))
            stale = run_prepare()
            with step("Arrancando el servidor"):
                server = stack.enter_context(child(_gunicorn(), _environment()))
                _wait_until_healthy(server)
            refreshing = stack.enter_context(Refreshing(stale))
            failing = _warm()
            say(f"\n{summary()}\n")
            _say_addresses(failing)
            return _wait_for_end(server, refreshing)
    except KeyboardInterrupt:
        say("\nDetenido.")
        return 0
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


def _wait_for_end(server: subprocess.Popen[bytes], refreshing: Refreshing) -> int:
    """Returns only if the server ends by itself; Ctrl-C leaves by its exception."""
    while (code := server.poll()) is None:
        refreshing.look()
        time.sleep(LOOK_EVERY_S)
    say(f"El servidor se detuvo (código {code}).")
    return 1


def _gunicorn() -> list[str]:
    return [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn_conf", "config.wsgi"]


def _environment() -> dict[str, str]:
    return dict(os.environ) | {"EXIT_WITH_PARENT": "1"}


def _wait_until_healthy(server: subprocess.Popen[bytes]) -> None:
    """Waits for ``/healthz``.

    Raises:
        SetupError: the server ended, or says that it isn't well.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SetupError("El servidor no arrancó; el motivo está en las líneas de arriba.")
        try:
            urllib.request.urlopen(f"{base_url()}/healthz", timeout=START_TIMEOUT_S).close()  # noqa: S310 - http, ours
        except urllib.error.HTTPError as error:
            raise SetupError(f"/healthz: {error.code} {error.read(300).decode()}") from error
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SetupError(f"El servidor no respondió en {START_TIMEOUT_S} s.")


def _warm() -> list[str]:
    """Asks for every layer once; gives what doesn't answer well, for the closing."""
    failing = []
    try:
        with step("Pidiendo cada capa una vez"):
            for name, fault in warm(base_url()):
                say(f"  ✗ {name} no responde bien: {fault}" if fault else f"  ✓ {name}")
                if fault:
                    failing.append(name)
    except (OSError, ValueError) as error:
        say(f"  ✗ No se puede leer la lista de capas: {error}")
        failing.append("la lista de capas")
    return failing


def _headline(failing: list[str]) -> str:
    """``listo`` only where everything answers."""
    if not failing:
        return "listo"
    return f"En marcha, salvo lo que no responde bien: {', '.join(failing)}. El motivo está arriba."


def _say_addresses(failing: list[str]) -> None:
    base = base_url()
    say(
        f"{_headline(failing)}\n"
        f"  Sitio:      {base}/\n"
        f"  Mapa:       {base}/mapa/\n"
        f"  Para QGIS ({base}/ayuda/qgis/):\n"
        f"    WMS:      {base}/ows/wms\n"
        f"    WFS:      {base}/ows/wfs\n"
        f"    OGC API:  {base}/ogc/\n"
        f"  Administración: {base}/admin/  (make accounts muestra las cuentas)\n"
        f"Ctrl-C para detener."
    )
    if HOST in ANY_HOST and not os.environ.get("ALLOWED_HOSTS"):
        say("Desde otras máquinas: ponga sus nombres o direcciones en ALLOWED_HOSTS.")


if __name__ == "__main__":
    sys.exit(main())
