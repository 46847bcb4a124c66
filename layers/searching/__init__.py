"""Finding what is published by a code or a name: units, commitments, layers, rows, processes."""

from layers.searching.hits import Group, Hit, Match, best_of
from layers.searching.search import kinds, search

__all__ = ["Group", "Hit", "Match", "best_of", "kinds", "search"]
