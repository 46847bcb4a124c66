"""What a person sees at the terminal. Standard library only."""

from __future__ import annotations


class SetupError(Exception):
    """La preparación no se completó."""


def say(text: str = "") -> None:
    print(text, flush=True)
