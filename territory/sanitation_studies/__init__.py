"""Commitment 15: the repository of studies on sanitation: found, cited, counted, drawn."""

from territory.sanitation_studies.index import refresh_index
from territory.sanitation_studies.shapes import refresh_shapes


def refresh_studies() -> None:
    """Put in order what follows from the studies: their areas, and what they are found by."""
    refresh_shapes()
    refresh_index()
