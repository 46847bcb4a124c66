"""What the published rows amount to: figures by unit, and by department for a commitment.

Of the models that the caller names: ``layers.themes`` knows which are published. A theme's
figures are of facts or, while it has none, of samples, and say which; a figure is never
without its source and cut-off date, and one that no row gives is absent: nothing published is
unknown, not zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst

from territory.coverage import COUNTRY
from territory.covered import Coverage, CoveredUnit, published_coverage
from territory.models import AdminUnit
from territory.models.placed import SAMPLE_PREFIX, PlacedRecord
from territory.tallies import (
    BY_COMMITMENT,
    BY_DEPARTMENT,
    WHOLE,
    Number,
    Tally,
    tallies_serving,
    tallies_within,
)

# The place of the rows that declare none.
UNDECLARED = ""


@dataclass(frozen=True)
class Figure:
    """A number that may be shown: never without its source and cut-off date.

    ``is_sample`` where it comes of samples: it demonstrates what a figure looks like, and has
    no target. ``is_partial`` where the published files don't cover all of the unit that it is
    shown for: it is that of ``covers``, the parts that they do cover, and has no target.
    """

    name: str
    title: str | Promise
    value: Number
    unit: str | Promise
    source: str
    cutoff_date: dt.date
    target: int | None = None
    target_quote: str = ""
    is_sample: bool = False
    is_partial: bool = False
    covers: tuple[CoveredUnit, ...] = ()

    @property
    def shown_title(self) -> str:
        """The title as it is shown: a sample's says that it is one."""
        return _marked(capfirst(str(self.title)), is_sample=self.is_sample)


@dataclass(frozen=True)
class DepartmentRow:
    """A department's values, in the table's order; None where unknown.

    ``unit`` is None for the rows that declare no territory. ``is_partial`` where the published
    files don't cover all of it. ``figures`` are those that are known, each with a source and a
    cut-off date of its own, without targets: the plan sets them for the whole country.
    """

    unit: AdminUnit | None
    values: tuple[Number | None, ...]
    is_partial: bool = False
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class FigureTable:
    """A theme's figures of one commitment: by department, and for the whole country.

    ``total`` is counted anew, not added up: what lies in two departments is one thing. It is
    the country's only where the published files cover the country; else it ``is_partial``, of
    the units that they cover.
    """

    title: str | Promise
    total: tuple[Figure, ...]
    rows: tuple[DepartmentRow, ...]
    is_sample: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether the total is not the country's."""
        return any(figure.is_partial for figure in self.total)

    @property
    def covers(self) -> tuple[CoveredUnit, ...]:
        """The units that a partial total is of."""
        return self.total[0].covers if self.total else ()

    @property
    def shown_title(self) -> str:
        """The title as it is shown: that of a table of samples says that it is one."""
        return _marked(capfirst(str(self.title)), is_sample=self.is_sample)


def figures_for_unit(
    unit: AdminUnit, models: Iterable[type[PlacedRecord]]
) -> dict[int, list[Figure]]:
    """Commitment number → the figures of what belongs to the unit or is within it.

    Without targets: the plan sets them for the whole country. Three queries at most.
    """
    found: dict[int, list[Figure]] = {}
    given = tallies_within(models, [BY_COMMITMENT], unit.ubigeo)
    coverage = _coverage_of(given)
    for tally in given:
        figures = _without_targets(_figures(tally, unit.ubigeo, coverage))
        if figures:
            found.setdefault(int(tally.key or 0), []).extend(figures)
    return found


def tables_for_commitment(number: int, models: Iterable[type[PlacedRecord]]) -> list[FigureTable]:
    """The commitment's figures by department, a table for each model that has any.

    Four queries at most.
    """
    found = tallies_serving(models, [WHOLE, BY_DEPARTMENT], number)
    if not found:
        return []
    units = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT).defer("geom").in_bulk()
    coverage = _coverage_of(found)
    by_model = groupby(found, key=lambda tally: tally.section.model)
    tables = (_table(model, list(group), units, coverage) for model, group in by_model)
    return [table for table in tables if table.total]


def _table(
    model: type[PlacedRecord],
    found: list[Tally],
    units: dict[str, AdminUnit],
    coverage: Coverage,
) -> FigureTable:
    total: list[Figure] = []
    by_department: dict[str | None, dict[str, Figure]] = {}
    for tally in found:
        if tally.grouping is WHOLE:
            total += _figures(tally, COUNTRY, coverage)
        else:
            own = _without_targets(_figures(tally, tally.key or UNDECLARED, coverage))
            by_department.setdefault(tally.key, {}).update((f.name, f) for f in own)
    is_sample = any(tally.is_sample for tally in found)
    ordered = sorted(by_department, key=lambda code: (code is None, code))
    return FigureTable(
        model._meta.verbose_name_plural or "",
        tuple(total),
        tuple(
            _department(units.get(code) if code else None, by_department[code], total)
            for code in ordered
        ),
        is_sample=is_sample,
    )


def _department(
    unit: AdminUnit | None, known: dict[str, Figure], total: Iterable[Figure]
) -> DepartmentRow:
    found = [known.get(figure.name) for figure in total]
    return DepartmentRow(
        unit,
        tuple(figure.value if figure else None for figure in found),
        any(figure.is_partial for figure in known.values()),
        tuple(figure for figure in found if figure),
    )


def _without_targets(figures: Iterable[Figure]) -> list[Figure]:
    return [replace(figure, target=None, target_quote="") for figure in figures]


def _coverage_of(found: Iterable[Tally]) -> Coverage:
    """Asked only where there are facts: samples cover what they show."""
    are_facts = any(not tally.is_sample for tally in found)
    return published_coverage() if are_facts else Coverage({}, {})


def _figures(tally: Tally, unit: str, coverage: Coverage) -> Iterator[Figure]:
    """The figures that the tally knows. A sample reaches no target, and neither does a part."""
    knows_place = not tally.is_sample and unit != UNDECLARED
    covers = coverage.partial(tally.section.model, unit) if knows_place else None
    has_target = not tally.is_sample and covers is None
    for measure in tally.section.measures:
        value = tally.values[measure.name]
        if value is not None:
            yield Figure(
                measure.name,
                measure.title,
                value,
                measure.unit,
                "; ".join(tally.sources),
                tally.cutoff_date,
                measure.target if has_target else None,
                measure.target_quote if has_target else "",
                tally.is_sample,
                covers is not None,
                covers or (),
            )


def _marked(title: str | Promise, *, is_sample: bool) -> str:
    return f"{SAMPLE_PREFIX}{title}" if is_sample else str(title)
