"""Runs ``config.prepare`` as a program of its own, so that what waits for Ctrl-C stays small.

Django and what it brings take some 120 MB, which a program that only waits would keep.
"""

from __future__ import annotations

import os
import sys

from config import steps
from config.child import child
from config.console import SetupError

# What the program ends with where all is prepared, and overviews are still to be made.
PREPARED, OVERVIEWS_STALE = 0, 3


def run_prepare() -> bool:
    """Prepares the database; whether overviews are still to be made.

    Raises:
        SetupError: it failed, and has said why.
    """
    with child([sys.executable, "-m", "config.prepare"], dict(os.environ)) as program:
        code = program.wait()
    steps.take_over()
    if code not in (PREPARED, OVERVIEWS_STALE):
        raise SetupError("La preparación no se completó; el motivo está arriba.")
    return code == OVERVIEWS_STALE
