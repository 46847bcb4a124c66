"""``make dev``: Django and Vite, both reloading what changes, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack

from config import viewer
from config.address import HOST, PORT, base_url
from config.child import child
from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals
from config.preparing import run_prepare
from config.worker import supervised_worker


def main() -> int:
    raise_on_signals()
    os.environ |= {"DEBUG": "1", "VITE_DEV": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    try:
        with ExitStack() as stack:
            if not os.environ.get("DATABASE_URL"):
                stack.enter_context(borrowed(locate()))
            run_prepare()
            worker = stack.enter_context(supervised_worker())
            runserver = [sys.executable, "manage.py", "runserver", f"{HOST}:{PORT}"]
            programs = [
                stack.enter_context(child(runserver, dict(os.environ))),
                stack.enter_context(child(viewer.npm("run", "dev"), viewer.environment())),
            ]
            say(f"\nDesarrollo en {base_url()}/ (Ctrl-C para detener)")
            while all(program.poll() is None for program in programs):
                worker.look()
                time.sleep(0.5)
            return 1
    except KeyboardInterrupt:
        say("\nDetenido.")
        return 0
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
