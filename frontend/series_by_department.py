"""A series of counts by department, in its latest period: a table with each category's share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from frontend.series_texts import cell_text
from territory.covered import CoveredUnit
from territory.models.counts import CountState
from territory.periods import Period
from territory.series import COUNTRY, Cell


@dataclass(frozen=True)
class CountText:
    """A cell's number, or the reason why there is none, and its share of all categories."""

    text: str
    share: str = ""


@dataclass(frozen=True)
class DepartmentCounts:
    """A department's line, a text for each category; the country's has no ``ubigeo``.

    ``is_partial``: the published files cover a part of the unit only.
    """

    ubigeo: str
    name: str
    cells: tuple[CountText, ...]
    is_partial: bool


@dataclass(frozen=True)
class DepartmentTable:
    """What is counted in a period by category (``titles``) in each department that has a count."""

    period: str
    titles: tuple[str, ...]
    rows: tuple[DepartmentCounts, ...]
    total: DepartmentCounts
    covers: tuple[CoveredUnit, ...]
    has_shares: bool


def department_table(
    cells: Sequence[Cell], categories: Mapping[str, str], names: Mapping[str, str]
) -> DepartmentTable | None:
    """The table of cells that count one thing; None where no department has one.

    ``categories``: code → label, ``names``: ubigeo → name of the departments, in order.
    """
    of_departments = [cell for cell in cells if cell.unit != COUNTRY]
    if not of_departments:
        return None
    latest = max((cell.period for cell in of_departments), key=_newest)
    by_unit: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        if cell.period == latest:
            by_unit.setdefault(cell.unit, {})[cell.category] = cell
    present = [code for code in categories if any(code in own for own in by_unit.values())]
    rows = [
        _row(unit, name, by_unit[unit], present, categories)
        for unit, name in names.items()
        if unit in by_unit
    ]
    whole = by_unit.get(COUNTRY, {})
    return DepartmentTable(
        period=latest.label,
        titles=tuple(categories[code] for code in present),
        rows=tuple(rows),
        total=_row(COUNTRY, "", whole, present, categories),
        covers=next((cell.covers for cell in whole.values() if cell.covers), ()),
        has_shares=any(cell.share for row in rows for cell in row.cells),
    )


def _row(
    unit: str, name: str, own: Mapping[str, Cell], present: Sequence[str], every: Mapping[str, str]
) -> DepartmentCounts:
    whole = _whole(own, every)
    return DepartmentCounts(
        unit,
        name,
        tuple(CountText(cell_text(own.get(c)), _share(own.get(c), whole)) for c in present),
        any(cell.is_partial for cell in own.values()),
    )


def _whole(own: Mapping[str, Cell], every: Mapping[str, str]) -> float | None:
    """All categories together; None where they make no whole, or one of them isn't known."""
    cells = [own.get(code) for code in every]
    known = [c for c in cells if c and (c.has_value or c.state == CountState.NOT_APPLICABLE)]
    if len(known) != len(every) or not known[0].model.adds_categories:
        return None
    return float(sum(cell.value or 0 for cell in known)) or None


def _share(cell: Cell | None, whole: float | None) -> str:
    if cell is None or cell.value is None or whole is None:
        return ""
    return f"{number_format(100 * float(cell.value) / whole, 1)}\u202f%"


def _newest(period: Period) -> tuple[object, object]:
    return period.end, period.start
