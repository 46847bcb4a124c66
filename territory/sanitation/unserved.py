"""People whose homes get no water from the public network, beside what is invested.

By the census (``WaterSupplyCount``), which tells of water alone: of sewers no source tells here.
A unit of which a category isn't told, or a part isn't covered, has no number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from territory.models import WaterSupplyCount
from territory.series import Cell, read_cells

_SERVED = WaterSupplyCount.Supply.PUBLIC_NETWORK
_OCCUPANTS = WaterSupplyCount.Counted.OCCUPANTS


@dataclass(frozen=True)
class Unserved:
    """Of a unit's ``people`` in homes, how many have ``no_network``; ``year`` is the census's."""

    unit: str
    year: int
    people: int
    no_network: int
    source: str
    source_url: str
    cutoff_date: dt.date
    is_sample: bool

    @property
    def share_pct(self) -> float | None:
        return round(100 * self.no_network / self.people, 1) if self.people else None


def unserved(units: Sequence[str], *, samples: bool) -> dict[str, Unserved]:
    """By unit ("" is the country), of the latest year that is told whole; others are absent.

    ``samples``: whether what they stand beside are samples; facts never stand beside these.
    """
    published = WaterSupplyCount.objects.published()
    rows = published.filter(counted=_OCCUPANTS, is_sample=samples)
    by_year: dict[tuple[str, int], list[Cell]] = {}
    for cell in read_cells([rows], units):
        by_year.setdefault((cell.unit, cell.period.start.year), []).append(cell)
    found: dict[str, Unserved] = {}
    for (unit, year), cells in sorted(by_year.items()):
        told = _told(unit, year, cells)
        if told is not None:
            found[unit] = told
    return found


def _told(unit: str, year: int, cells: Iterable[Cell]) -> Unserved | None:
    """None where a category has no number, or the number is of a part of the unit."""
    by_category = {cell.category: cell for cell in cells}
    if _SERVED not in by_category or len(by_category) < 2:
        return None
    if not all(cell.has_value and not cell.is_partial for cell in by_category.values()):
        return None
    values = {category: int(cell.value or 0) for category, cell in by_category.items()}
    any_cell = by_category[_SERVED]
    people = sum(values.values())
    return Unserved(
        unit,
        year,
        people,
        people - values[_SERVED],
        any_cell.source,
        any_cell.source_url,
        max(cell.cutoff_date for cell in by_category.values()),
        any_cell.is_sample,
    )
