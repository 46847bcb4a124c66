"""What can't be answered or loaded, and why."""

from __future__ import annotations


class TerminologyFault(Exception):
    """Something asked of catalogues that can't be done; ``values`` are what it is about."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class UnknownSystem(TerminologyFault):
    """No such code system, or not in that version."""


class UnknownValueSet(TerminologyFault):
    """No such value set, or not in that version."""


class UnknownSupplement(TerminologyFault):
    """A value set needs a supplement that isn't there."""


class WrongVersion(TerminologyFault):
    """A code system is asked for in one version and has to be of another."""


class NotUnderstood(TerminologyFault):
    """A value set, a code system or a filter that can't be read."""


class Circular(TerminologyFault):
    """Something that contains itself."""


class TooCostly(TerminologyFault):
    """More than is done for one request."""
