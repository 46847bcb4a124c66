"""``make official``: the official sources fetched and published, on a machine with internet."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack

from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals
from config.preparing import run_prepare
from config.steps import take_over


def main() -> int:
    raise_on_signals()
    take_over()
    command = [sys.executable, "manage.py", "official"]
    try:
        # Before anything of this machine changes; it says why where there is no way out.
        if code := subprocess.run([*command, "--probe"], check=False).returncode:
            return code
        with ExitStack() as stack:
            if not os.environ.get("DATABASE_URL"):
                stack.enter_context(borrowed(locate()))
            run_prepare()
            return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        say("\nDetenido: lo que ya se publicó queda, y la fuente interrumpida se retoma.")
        return 130
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
