"""Where results are: published milestones counted by the departments that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from territory.models import AdminUnit, Progress


@dataclass(frozen=True)
class RegionCount:
    """Milestones that name a department or a unit in it; each counts once in each department."""

    ubigeo: str
    name: str
    milestones: int
    completed: int


def by_region(milestones: Iterable[Any]) -> tuple[list[RegionCount], int]:
    """All departments in INEI's order, and how many milestones name no place; one query."""
    total: dict[str, int] = {}
    completed: dict[str, int] = {}
    nowhere = 0
    for milestone in milestones:
        regions = {ubigeo[:2] for ubigeo in milestone.units}
        nowhere += not regions
        for region in regions:
            total[region] = total.get(region, 0) + 1
            if milestone.shown_progress == Progress.COMPLETED:
                completed[region] = completed.get(region, 0) + 1
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT).order_by("ubigeo")
    counts = [
        RegionCount(ubigeo, name, total.get(ubigeo, 0), completed.get(ubigeo, 0))
        for ubigeo, name in departments.values_list("ubigeo", "name")
    ]
    return counts, nowhere
