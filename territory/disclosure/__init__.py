"""Counts of a few people that aren't told, in all published tables of a source at once.

``Disclosure`` is what a theme declares; ``protecting.protect`` decides which cells aren't given.
It is not imported here, since its solver is nothing that a page or a reader of files needs. Why it
is done so, and what remains: ``docs/decisions/disclosure.md``.
"""

from territory.disclosure.declared import Cut, Disclosure
from territory.disclosure.sums import Key, Sum

__all__ = ["Cut", "Disclosure", "Key", "Sum"]
