"""The people within areas: of a cell that an area cuts, the share of its surface.

Nothing is known of where within a cell its people are: they are taken as spread evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from territory.models import PopulationSource
from territory.sql import read_statements

# A polygon's pieces: with fewer corners each, a cell is compared with fewer.
_MOST_CORNERS = 128

_SQL = read_statements(Path(__file__).with_suffix(".sql"))


def count_within(
    cursor: Any, population: PopulationSource, areas: str, given: Mapping[str, Any]
) -> None:
    """Leave the temporary table ``population_found`` (key, people, covered_m2), until commit.

    ``areas`` is a SELECT of ``key`` and ``geom``, polygons in EPSG:6933, with the parameters
    ``given``; those of one key don't overlap. ``covered_m2`` is the surface of the cells within,
    0 where people are points. An area that no cell touches isn't in the table. One pass over
    the areas, each by the cells' index.
    """
    cursor.execute(_SQL["begin"])
    cursor.execute(_SQL["cut"].replace("{areas}", areas), {**given, "corners": _MOST_CORNERS})
    is_of_points = population.kind == PopulationSource.Kind.POINTS
    cursor.execute(_SQL["points" if is_of_points else "surfaces"], {"population": population.pk})
    cursor.execute(_SQL["end"])
