"""Published rows as pages list and count them, of any number of models in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Cast

from territory.addresses import on_site
from territory.kept import Question, Row, answers, answers_to, ask_now, question_of
from territory.models import AdminUnit
from territory.models.placed import PlacedRecord
from territory.published import by_commitment, published_rows
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

# Any unit, and those above it, in statements that are written out once for all: no ubigeo.
_ANY_UNIT = "any-unit"
_ANY_ABOVE = "unit-above-{}"

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
    above = codes_above(ubigeo)
    anywhere = (_counted_around_any(model, len(above)) for model in models)
    found = answers_to([_about(one, ubigeo, above) for one in anywhere])
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


@cache
def _counted_around_any(model: type[PlacedRecord], units_above: int) -> Question | None:
    """A row of two units that is of this one and of one above it counts here."""
    here = within(model, _ANY_UNIT)
    above = exactly(model, [_ANY_ABOVE.format(place) for place in range(units_above)])
    counted: QuerySet[Any] = (
        by_commitment(published_rows(model).filter(here | above))
        .values("served", "is_sample")
        .annotate(rows_here=Count("pk", filter=here), rows_above=Count("pk", filter=above & ~here))
    )
    return question_of(counted)


def _about(question: Question | None, ubigeo: str, above: Sequence[str] = ()) -> Question | None:
    """The same of a unit, where it was asked of any."""
    if question is None:
        return None
    for place, code in enumerate(above):
        question = question.about(code, _ANY_ABOVE.format(place))
    return question.about(ubigeo, _ANY_UNIT)


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
    listed = (_listing(_serving(model, number), part) for model, part in pages.items())
    found = ask_now([question_of(rows) for rows in listed])
    return {model: _listed(rows) for model, rows in zip(pages, found, strict=True)}


def rows_declared_on(
    unit: AdminUnit, models: Iterable[type[PlacedRecord]], limit: int
) -> list[ListedRow]:
    """Of each model the first ``limit`` published rows that declare exactly the unit. One query."""
    anywhere = (_declared_on_any(model, limit) for model in models)
    found = ask_now([_about(one, unit.pk) for one in anywhere])
    return [row for rows in found for row in _listed(rows)]


@cache
def _declared_on_any(model: type[PlacedRecord], limit: int) -> Question | None:
    rows = published_rows(model).filter(exactly(model, [_ANY_UNIT]))
    return question_of(_listing(rows, slice(limit)))


def _serving(model: type[PlacedRecord], number: int) -> QuerySet[Any]:
    return published_rows(model).filter(commitments__contains=[number])


def _listing(rows: QuerySet[Any], part: slice) -> QuerySet[Any]:
    model: type[PlacedRecord] = rows.model
    return rows.order_by("declared_unit_id", "pk")[part].values(
        *_SHARED,
        row_label=Cast(model.row_label, TextField()),
        row_units=units_of(model),
        row_sheet=Cast(model.sheet or Value(""), TextField()),
    )


def _listed(rows: Iterable[Row]) -> list[ListedRow]:
    # An answer keeps no order.
    return [
        ListedRow(
            row["row_label"],
            tuple(row["commitments"]),
            tuple((unit["ubigeo"], unit["name"]) for unit in row["row_units"]),
            row["source"],
            row["source_url"],
            dt.date.fromisoformat(row["cutoff_date"]),
            row["is_sample"],
            row["row_sheet"] and on_site(row["row_sheet"]),
        )
        for row in sorted(rows, key=_by_unit)
    ]


def _by_unit(row: Row) -> tuple[bool, str, int]:
    """As PostgreSQL sorts by unit and key: what declares none goes last."""
    ubigeo = row["declared_unit_id"]
    return ubigeo is None, ubigeo or "", row["pk"]
