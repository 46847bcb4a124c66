"""Counts of a few people that aren't told, in all published tables of a source at once.

``Disclosure`` is what a theme declares; ``protect`` decides which cells aren't given. Why it is
done so, and what remains: ``docs/decisions/disclosure.md``.
"""

from territory.disclosure.declared import Cut, Disclosure
from territory.disclosure.protecting import Pattern, protect
from territory.disclosure.system import Key, Sum

__all__ = ["Cut", "Disclosure", "Key", "Pattern", "Sum", "protect"]
