"""By what a person may choose among a layer's features on the map: one value at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Choice:
    """A value; ``code`` stands in addresses, ``filter`` is the condition in CQL2 text."""

    code: str
    title: str | Promise
    filter: str


@dataclass(frozen=True)
class Choices:
    """What is chosen by, and the values in the order in which they are listed."""

    title: str | Promise
    values: tuple[Choice, ...]
