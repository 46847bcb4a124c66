"""``make worker``: does the site's jobs on this machine until Ctrl-C.

It needs the site's database and nothing else; ``make serve`` has a worker of its own.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from typing import NoReturn

from config.child import child
from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals
from config.steps import take_over
from config.supervising import Supervised

LOOK_EVERY_S = 0.5


def supervised_worker() -> Supervised:
    """The program that does jobs, started again when it ends.

    It ends with its parent, even one that is killed. That it can't run ends no site.
    """
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "manage.py", "run_worker"]
    return Supervised(
        "El proceso de trabajos", lambda: child(command, dict(os.environ)), is_essential=False
    )


def main() -> int:
    raise_on_signals()
    take_over()
    try:
        with ExitStack() as stack:
            if not os.environ.get("DATABASE_URL"):
                stack.enter_context(borrowed(locate()))
            worker = stack.enter_context(supervised_worker())
            say("Haciendo trabajos de la base de datos del sitio. Ctrl-C para detener.")
            _keep_running(worker)
    except KeyboardInterrupt:
        say("\nDetenido.")
        return 0
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


def _keep_running(worker: Supervised) -> NoReturn:
    while True:
        worker.look()
        time.sleep(LOOK_EVERY_S)


if __name__ == "__main__":
    sys.exit(main())
