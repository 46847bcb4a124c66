"""``make serve``: database, site, server and the worker that does its jobs, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from typing import NoReturn

from config.address import ANY_HOST, HOST, PORT, base_url, require_free_port
from config.child import child
from config.cluster import borrowed, revive
from config.cluster_place import CHECKOUT, ClusterError, Place, locate
from config.console import SetupError, say
from config.front import BUSY, gunicorn_command, nginx_command
from config.interrupts import raise_on_signals
from config.preparing import run_prepare
from config.steps import step, summary, take_over
from config.supervising import Supervised
from config.warm import warm
from config.worker import supervised_worker

START_TIMEOUT_S = 60
LOOK_EVERY_S = 0.5
# Sockets, and what nginx puts aside for slow readers: two ports may be served from one checkout.
DIRECTORY = CHECKOUT / ".local" / f"web-{PORT}"


def main() -> int:
    raise_on_signals()
    try:
        require_free_port()
        take_over()
        with ExitStack() as stack:
            place = None if os.environ.get("DATABASE_URL") else locate()
            if place:
                with step("Arrancando PostgreSQL"):
                    stack.enter_context(borrowed(place))
            run_prepare()
            with step("Arrancando el servidor"):
                servers = [stack.enter_context(server) for server in _servers()]
                _wait_until_healthy(servers)
            worker = stack.enter_context(supervised_worker())
            failing = _warm()
            say(f"\n{summary()}\n")
            _say_addresses(failing)
            _keep_running([*servers, worker], place)
    except KeyboardInterrupt:
        say("\nDetenido.")
        return 0
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


def _keep_running(programs: list[Supervised], place: Place | None) -> NoReturn:
    """Starts again whatever ends, the database too; Ctrl-C leaves by its exception.

    Raises:
        SetupError: a server ends again and again.
    """
    while True:
        _look_after_database(place)
        for program in programs:
            program.look()
        time.sleep(LOOK_EVERY_S)


def _look_after_database(place: Place | None) -> None:
    try:
        if place and revive(place):
            say("PostgreSQL se detuvo sin que nadie lo pidiera; se arrancó otra vez.")
    except ClusterError as error:
        say(f"{error}\nSe intenta otra vez.")


def _servers() -> list[Supervised]:
    environment = dict(os.environ) | {"EXIT_WITH_PARENT": "1"}
    return [
        Supervised("El servidor", lambda: child(gunicorn_command(DIRECTORY), environment)),
        Supervised("nginx", lambda: child(nginx_command(DIRECTORY, HOST, PORT), environment)),
    ]


def _wait_until_healthy(servers: list[Supervised]) -> None:
    """Waits for ``/healthz``.

    Raises:
        SetupError: the server ended, or says that it isn't well.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if any(server.process.poll() is not None for server in servers):
            raise SetupError("El servidor no arrancó; el motivo está en las líneas de arriba.")
        try:
            urllib.request.urlopen(f"{base_url()}/healthz", timeout=START_TIMEOUT_S).close()  # noqa: S310 - http, ours
        except urllib.error.HTTPError as error:
            said = error.read(300).decode()
            if BUSY not in said:
                raise SetupError(f"/healthz: {error.code} {said}") from error
            time.sleep(0.1)  # nginx answers, and the site not yet
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
