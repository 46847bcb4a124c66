"""Published rows as pages list and count them, of any number of models in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from territory.addresses import on_site
from territory.kept import answers
from territory.models import AdminUnit
from territory.models.placed import PlacedRecord
from territory.published import by_commitment, published_rows, union_all
from territory.within import exactly, units_of, within


@dataclass(frozen=True)
class ListedRow:
    """A published row of any model, with what a list shows of it.

    ``units`` are pairs of ubigeo and name: the unit that it declares, or all that it spans.
    ``sheet`` is the address of its own page on the site, empty where it has none.
    """

    title: str
    commitments: tuple[int, ...]
    units: tuple[tuple[str, str], ...]
    source: str
    source_url: str
    cutoff_date: dt.date
    is_sample: bool
    sheet: str = ""


@dataclass(frozen=True)
class RowCount:
    """How many published rows declare a unit or one ``here`` within it, or one ``above`` it.

    Samples are in no such number; ``samples_here`` are those of models that have nothing else.
    """

    here: int = 0
    above: int = 0
    samples_here: int = 0


NO_ROWS = RowCount()

# What every model has, under the same name.
_SHARED = (
    "pk",
    "commitments",
    "declared_unit_id",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)


def codes_above(ubigeo: str) -> list[str]:
    """The codes of the units that one lies in: ``"130101"`` → ``["13", "1301"]``."""
    return [ubigeo[:end] for end in range(2, len(ubigeo), 2)]


def count_by_commitment(ubigeo: str, models: Iterable[type[PlacedRecord]]) -> dict[int, RowCount]:
    """Commitment number → its published rows around the unit. One query, two if nothing is kept."""
    found = answers(_counted_around(model, ubigeo) for model in models)
    counts: dict[int, RowCount] = {}
    for row in chain.from_iterable(found):
        so_far = counts.get(row["served"], NO_ROWS)
        if row["is_sample"]:
            counts[row["served"]] = replace(
                so_far, samples_here=so_far.samples_here + row["rows_here"]
            )
        else:
            counts[row["served"]] = replace(
                so_far,
                here=so_far.here + row["rows_here"],
                above=so_far.above + row["rows_above"],
            )
    return counts


def _counted_around(model: type[PlacedRecord], ubigeo: str) -> QuerySet[Any]:
    """A row of two units that is of this one and of one above it counts here."""
    here, above = within(model, ubigeo), exactly(model, codes_above(ubigeo))
    counted: QuerySet[Any] = (
        by_commitment(published_rows(model).filter(here | above))
        .values("served", "is_sample")
        .annotate(rows_here=Count("pk", filter=here), rows_above=Count("pk", filter=above & ~here))
    )
    return counted


def count_for_commitment(
    number: int, models: Iterable[type[PlacedRecord]]
) -> dict[type[PlacedRecord], int]:
    """How many published rows of each model serve the commitment, of those that have any.

    One query, two if nothing is kept.
    """
    numbered = list(models)
    found = answers(
        _serving(model, number).values("is_sample").annotate(row_count=Count("pk"))
        for model in numbered
    )
    counts = (sum(row["row_count"] for row in rows) for rows in found)
    return {model: count for model, count in zip(numbered, counts, strict=True) if count}


def served_by(
    models: Iterable[type[PlacedRecord]],
) -> dict[type[PlacedRecord], frozenset[int]]:
    """Of each model the commitments that its published rows serve. One query, two if not kept."""
    numbered = list(models)
    counted = (
        by_commitment(published_rows(model)).values("served").annotate(row_count=Count("pk"))
        for model in numbered
    )
    found = (frozenset(row["served"] for row in rows) for rows in answers(counted))
    return dict(zip(numbered, found, strict=True))


def rows_for_commitment(
    number: int, pages: Mapping[type[PlacedRecord], slice]
) -> dict[type[PlacedRecord], list[ListedRow]]:
    """A part of each model's published rows that serve the commitment, by unit. One query."""
    return _listed({model: _serving(model, number) for model in pages}, pages)


def rows_declared_on(
    unit: AdminUnit, models: Iterable[type[PlacedRecord]], limit: int
) -> list[ListedRow]:
    """Of each model the first ``limit`` published rows that declare exactly the unit. One query."""
    rows = {model: published_rows(model).filter(exactly(model, [unit.pk])) for model in models}
    found = _listed(rows, dict.fromkeys(rows, slice(limit)))
    return [row for listed in found.values() for row in listed]


def _serving(model: type[PlacedRecord], number: int) -> QuerySet[Any]:
    return published_rows(model).filter(commitments__contains=[number])


def _listed(
    rows: Mapping[type[PlacedRecord], QuerySet[Any]], parts: Mapping[type[PlacedRecord], slice]
) -> dict[type[PlacedRecord], list[ListedRow]]:
    models = list(rows)
    found: dict[type[PlacedRecord], list[ListedRow]] = {model: [] for model in models}
    selected = (
        rows[model]
        .order_by("declared_unit_id", "pk")[parts[model]]
        .values(
            *_SHARED,
            row_model=Value(place, IntegerField()),
            row_label=Cast(model.row_label, TextField()),
            row_units=units_of(model),
            row_sheet=Cast(model.sheet or Value(""), TextField()),
        )
        for place, model in enumerate(models)
    )
    # A UNION keeps no order.
    for row in sorted(union_all(selected), key=_by_unit):
        found[models[row["row_model"]]].append(
            ListedRow(
                row["row_label"],
                tuple(row["commitments"]),
                tuple((unit["ubigeo"], unit["name"]) for unit in row["row_units"]),
                row["source"],
                row["source_url"],
                row["cutoff_date"],
                row["is_sample"],
                row["row_sheet"] and on_site(row["row_sheet"]),
            )
        )
    return found


def _by_unit(row: dict[str, Any]) -> tuple[bool, str, int]:
    """As PostgreSQL sorts by unit and key: what declares none goes last."""
    ubigeo = row["declared_unit_id"]
    return ubigeo is None, ubigeo or "", row["pk"]
