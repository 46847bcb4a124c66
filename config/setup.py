"""Prepares a bare machine: ``python3 -m config.setup serve|worker|official|dev|check|test|bench``.

System packages, ``.venv`` from the hashed lock, the viewer. What is there already is left
alone, so a second run takes a moment. Standard library only.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the system's Python may be any
    sys.exit("Hace falta Python 3.11 o posterior (Debian 12, Ubuntu 24.04).")

from config import needs, setup_python, setup_system, steps, viewer
from config.address import require_free_port
from config.cluster_place import CHECKOUT, ClusterError
from config.console import SetupError, say
from config.interrupts import raise_on_signals

LOG = CHECKOUT / ".local" / "setup.log"


def main(goal: str) -> int:
    raise_on_signals()
    try:
        if goal in ("serve", "dev"):
            # Said now, not after minutes of installing.
            require_free_port()
        needs.require(goal)
        setup_system.install(goal, LOG)
        setup_python.install(goal, LOG)
        if goal not in ("serve", *needs.WITHOUT_VIEWER):
            viewer.install(LOG)
        if goal in ("serve", "test"):
            viewer.build(LOG)
        steps.hand_over()
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nInterrumpido.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
