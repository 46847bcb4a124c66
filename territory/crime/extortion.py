"""Figures of extortion as their sources tell them, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Length

from territory.models.extortion import ExtortionAspect, ExtortionCount


def as_told() -> QuerySet[ExtortionCount]:
    """The published rows of units of which their source itself tells; no sum of its parts."""
    rows: Any = ExtortionCount.objects.published()
    found: QuerySet[ExtortionCount] = rows.alias(digits=Length("declared_unit_id")).filter(
        digits=F("told_level")
    )
    return found


@dataclass(frozen=True)
class Beside:
    """What the sources say of one unit and year, each at its cut-off; ``rows`` as they differ."""

    unit: str
    unit_name: str
    year: int
    rows: tuple[ExtortionCount, ...]

    @property
    def disagree(self) -> bool:
        """Whether two of them publish different numbers."""
        return len({row.value for row in self.rows if row.value is not None}) > 1


def side_by_side(rows: Iterable[ExtortionCount]) -> list[Beside]:
    """The totals by unit and year, the latest year first and the larger unit before its parts."""
    groups: dict[tuple[int, str], list[ExtortionCount]] = {}
    for row in rows:
        if row.category == ExtortionAspect.TOTAL:
            groups.setdefault((-row.period_start.year, row.declared_unit_id), []).append(row)
    return [
        Beside(unit, found[0].declared_unit.name, -year, tuple(found))
        for (year, unit), found in sorted(groups.items())
    ]


def all_told() -> list[ExtortionCount]:
    """All of them with the names of their units, by unit, year and source."""
    rows = as_told().select_related("declared_unit").defer("declared_unit__geom")
    return list(
        rows.order_by("declared_unit", "period_start", "category", "-cutoff_date", "source")
    )
