"""Finding whatever is published by a code or a name: units, commitments, layers, zones, rows."""

from layers.searching.hits import Group, Hit, Match, best_of
from layers.searching.search import kinds, search

__all__ = ["Group", "Hit", "Match", "best_of", "kinds", "search"]
