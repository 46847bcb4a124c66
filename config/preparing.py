"""Runs ``config.prepare`` as a program of its own, so that what waits for Ctrl-C stays small.

Django and what it brings take some 120 MB, which a program that only waits would keep.
"""

from __future__ import annotations

import os
import sys

from config import steps
from config.child import child
from config.console import SetupError


def run_prepare() -> None:
    """Prepares the database.

    Raises:
        SetupError: it failed, and has said why.
    """
    with child([sys.executable, "-m", "config.prepare"], dict(os.environ)) as program:
        code = program.wait()
    steps.take_over()
    if code != 0:
        raise SetupError("La preparación no se completó; el motivo está arriba.")
