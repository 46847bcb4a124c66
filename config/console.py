"""What a person sees at the terminal. Standard library only."""

from __future__ import annotations

import sys


class SetupError(Exception):
    """La preparación no se completó."""


def is_watched() -> bool:
    """Whether a person reads what is said, and no file keeps it."""
    return sys.stdout.isatty()


def say(text: str = "") -> None:
    print(text, flush=True)
