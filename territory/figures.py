"""What the published rows amount to: figures by unit, and by department for a commitment.

Samples never count. A figure is never without its source and cut-off date, and one that no
row tells is absent: nothing published is unknown, not zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, IntegerField, Max, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber, Substr
from django.utils.functional import Promise

from territory.models import (
    AdminUnit,
    EnvironmentalCommission,
    ExtractiveSite,
    RuralSchool,
    SanitationProject,
    TransitRoute,
    TransitStop,
)
from territory.models.placed import Measure, PlacedRecord

Number = int | float | Decimal

# Every kind of placed row, one a theme.
PLACED_RECORDS: tuple[type[PlacedRecord], ...] = (
    EnvironmentalCommission,
    ExtractiveSite,
    RuralSchool,
    SanitationProject,
    TransitRoute,
    TransitStop,
)


@dataclass(frozen=True)
class Figure:
    """A number that may be shown: never without its source and cut-off date."""

    name: str
    title: str | Promise
    value: Number
    unit: str | Promise
    source: str
    cutoff_date: dt.date
    target: int | None = None
    target_quote: str = ""


@dataclass(frozen=True)
class DepartmentRow:
    """A department's values, in the table's order; None where unknown.

    ``unit`` is None for the rows that declare no territory.
    """

    unit: AdminUnit | None
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class FigureTable:
    """A theme's figures of one commitment: by department, and for the whole country.

    ``total`` is counted anew, not added up: what lies in two departments is one thing.
    """

    title: str | Promise
    total: tuple[Figure, ...]
    rows: tuple[DepartmentRow, ...]


def figures_for_unit(unit: AdminUnit) -> dict[int, list[Figure]]:
    """Commitment number → the figures of what is declared on the unit or within it.

    Without targets: the plan sets them for the whole country.
    """
    where = Q(declared_unit__ubigeo__startswith=unit.ubigeo)
    found: dict[int, list[Figure]] = {}
    for model in PLACED_RECORDS:
        for measures in _together(model):
            rows = _measured(facts(model, where), measures, ("served",))
            for row in rows.order_by("served"):
                told = [replace(f, target=None, target_quote="") for f in _told(row, measures)]
                if told:
                    found.setdefault(row["served"], []).extend(told)
    return found


def tables_for_commitment(number: int) -> list[FigureTable]:
    """The commitment's figures by department, a table for each theme that has any."""
    units = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT).defer("geom").in_bulk()
    tables = (_table(model, number, units) for model in PLACED_RECORDS)
    return [table for table in tables if table is not None]


def facts(model: type[PlacedRecord], where: Q) -> QuerySet[Any]:
    """The rows that are no samples, once for each commitment that they ``served``."""
    rows = model._default_manager.filter(where, is_sample=False).order_by()
    return rows.annotate(served=Func("commitments", function="unnest", output_field=IntegerField()))


def _table(
    model: type[PlacedRecord], number: int, units: dict[str, AdminUnit]
) -> FigureTable | None:
    rows: QuerySet[Any] = model._default_manager.filter(
        is_sample=False, commitments__contains=[number]
    )
    rows = rows.order_by().annotate(served=Value(number))
    placed = rows.annotate(department=Substr("declared_unit_id", 1, 2))
    total: list[Figure] = []
    measures: list[Measure] = []
    by_department: dict[str | None, dict[str, Number | None]] = {}
    for together in _together(model):
        told = [f for row in _measured(rows, together, ("served",))
                for f in _told(row, together)]  # fmt: skip
        total += told
        names = {figure.name for figure in told}
        measures += [measure for measure in together if measure.name in names]
        for row in _measured(placed, together, ("department",)):
            values = {m.name: row[m.name] if row[f"{m.name}_known"] else None for m in together}
            by_department.setdefault(row["department"], {}).update(values)
    if not total:
        return None
    ordered = sorted(by_department, key=lambda code: (code is None, code))
    return FigureTable(
        model._meta.verbose_name_plural or "",
        tuple(total),
        tuple(
            DepartmentRow(
                units.get(code) if code else None,
                tuple(by_department[code].get(measure.name) for measure in measures),
            )
            for code in ordered
        ),
    )


def _measured(
    rows: QuerySet[Any], measures: Sequence[Measure], by: tuple[str, ...]
) -> QuerySet[Any]:
    """Rows of ``by``, each measure's value and ``<name>_known``, sources and cut-off."""
    first_measure = measures[0]
    once_per = first_measure.once_per
    if once_per:
        # Which commitments it serves is the thing's, the same in each of its rows.
        together = [F(name) for name in (*by, *once_per) if name != "served"]
        place = Window(RowNumber(), partition_by=together, order_by=F("pk").asc())
        first = rows.annotate(_place=place).filter(_place=1).values("pk")
        rows = rows.filter(pk__in=first)
    columns: dict[str, Any] = {}
    for measure in measures:
        columns[measure.name] = measure.aggregate(measure.of, filter=measure.where)
        columns[f"{measure.name}_known"] = Count("pk", filter=measure.known)
    is_told = ~Q(**{first_measure.source: ""})
    columns["until"] = Max(first_measure.cutoff)
    columns["sources"] = ArrayAgg(F(first_measure.source), filter=is_told, distinct=True)
    measured: QuerySet[Any] = rows.values(*by).annotate(**columns)
    return measured


def _told(row: dict[str, Any], measures: Sequence[Measure]) -> Iterator[Figure]:
    """The figures that the row knows."""
    for measure in measures:
        if row[measure.name] is not None and row[f"{measure.name}_known"]:
            yield Figure(
                measure.name,
                measure.title,
                row[measure.name],
                measure.unit,
                "; ".join(row["sources"]),
                row["until"],
                measure.target,
                measure.target_quote,
            )


def _together(model: type[PlacedRecord]) -> list[list[Measure]]:
    """The measures that one query can tell: of the same rows, and by the same file."""
    key = attrgetter("once_per", "source", "cutoff")
    return [list(group) for _, group in groupby(model.measures, key=key)]
