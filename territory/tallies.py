"""What rows amount to, for any number of models in one statement.

Each model says what may be measured of its rows (``PlacedRecord.measures``). Here a SELECT is
made of every set of measures that goes together. What each gives is kept until its table changes
(``territory.kept``), and all are looked for at once: twenty themes cost one round trip, as one
does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby, product
from operator import attrgetter
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db.models import (
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    JSONField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, JSONObject, RowNumber
from django.db.models.lookups import GreaterThan

from territory.kept import Question, Row, answers_to, question_of
from territory.models.placed import Measure, PlacedRecord
from territory.published import by_commitment, published_rows
from territory.within import departments, within

Number = int | float | Decimal


# Any unit at all, in a statement that is written out once for all of them: no ubigeo.
_ANY_UNIT = "any-unit"


@dataclass(frozen=True, eq=False)
class Section:
    """Measures of the same rows of a model, that the same file gives: one SELECT's."""

    model: type[PlacedRecord]
    measures: tuple[Measure, ...]

    @property
    def once_per(self) -> tuple[str, ...]:
        return self.measures[0].once_per


@dataclass(frozen=True)
class Grouping:
    """What a model's rows are put together by, text; ``by_commitment`` takes a row apart."""

    key: Callable[[type[PlacedRecord]], Func]
    by_commitment: bool = False


def _nothing(model: type[PlacedRecord]) -> Func:
    return Cast(Value(None), CharField())


def _served(model: type[PlacedRecord]) -> Func:
    return Cast("served", CharField())


WHOLE = Grouping(_nothing)
# A row of two departments counts in each.
BY_DEPARTMENT = Grouping(departments)
BY_COMMITMENT = Grouping(_served, by_commitment=True)


@dataclass(frozen=True)
class Tally:
    """What a section's published rows of one ``key`` amount to.

    ``values`` are by the measures' names, None where unknown. ``sources`` are in alphabetical
    order. The rows are all samples, or none is.
    """

    section: Section
    grouping: Grouping
    key: str | None
    values: dict[str, Number | None]
    sources: tuple[str, ...]
    cutoff_date: dt.date
    is_sample: bool


def sections(models: Iterable[type[PlacedRecord]]) -> list[Section]:
    """The models' measures in their order, those together that one SELECT can give."""
    return [section for model in models for section in _sections_of(model)]


@cache
def _sections_of(model: type[PlacedRecord]) -> tuple[Section, ...]:
    together = attrgetter("once_per", "source", "cutoff")
    grouped = groupby(model.measures, key=together)
    return tuple(Section(model, tuple(group)) for _same, group in grouped)


def tallies(
    models: Iterable[type[PlacedRecord]],
    groupings: Sequence[Grouping],
    where: Callable[[type[PlacedRecord]], Q],
) -> list[Tally]:
    """What the models' published rows ``where`` amount to, by section, grouping and key.

    One statement, whatever the number of models, and a second where something of it isn't kept
    (``territory.kept``). Keys of no rows are absent.
    """
    asked = list(product(sections(models), groupings))
    selected = (_select(section, grouping, where(section.model)) for section, grouping in asked)
    return _found(asked, [question_of(branch) for branch in selected])


def tallies_within(
    models: Iterable[type[PlacedRecord]], groupings: Sequence[Grouping], ubigeo: str
) -> list[Tally]:
    """The same of the rows of a unit or of one inside it."""
    asked = list(product(sections(models), groupings))
    anywhere = (_within_any(section, grouping) for section, grouping in asked)
    return _found(asked, [one.about(ubigeo, _ANY_UNIT) if one else None for one in anywhere])


def tallies_serving(
    models: Iterable[type[PlacedRecord]], groupings: Sequence[Grouping], commitment: int
) -> list[Tally]:
    """The same of the rows that serve a commitment."""
    asked = list(product(sections(models), groupings))
    return _found(asked, [_serving(section, grouping, commitment) for section, grouping in asked])


@cache
def _serving(section: Section, grouping: Grouping, commitment: int) -> Question | None:
    return question_of(_select(section, grouping, Q(commitments__contains=[commitment])))


@cache
def _within_any(section: Section, grouping: Grouping) -> Question | None:
    return question_of(_select(section, grouping, within(section.model, _ANY_UNIT)))


def _found(
    asked: Sequence[tuple[Section, Grouping]], questions: Sequence[Question | None]
) -> list[Tally]:
    found: list[list[Row]] = answers_to(questions)
    return [
        Tally(
            section,
            grouping,
            row["tally_key"],
            row["tally_values"],
            tuple(row["tally_sources"] or ()),
            dt.date.fromisoformat(row["tally_cutoff"]),
            row["tally_sample"],
        )
        for (section, grouping), rows in zip(asked, found, strict=True)
        for row in rows
        if row["tally_cutoff"] is not None  # a whole of no rows
    ]


def _select(section: Section, grouping: Grouping, where: Q) -> QuerySet[Any]:
    rows = published_rows(section.model).filter(where)
    if section.once_per:
        rows = rows.filter(pk__in=_first_of_each(rows, section.once_per, grouping))
    if grouping.by_commitment:
        rows = by_commitment(rows)
    first = section.measures[0]
    rows = rows.values(tally_key=grouping.key(section.model))
    tallied: QuerySet[Any] = rows.annotate(
        tally_values=ExpressionWrapper(
            JSONObject(**{measure.name: _value(measure) for measure in section.measures}),
            JSONField(),
        ),
        tally_sources=ArrayAgg(
            first.source, filter=Q(**{f"{first.source}__isnull": False}), distinct=True
        ),
        tally_cutoff=Max(first.cutoff),
        tally_sample=BoolOr("is_sample"),
    )
    return tallied


def _first_of_each(
    rows: QuerySet[Any], once_per: tuple[str, ...], grouping: Grouping
) -> QuerySet[Any]:
    """The keys of one row for each thing; which commitments it serves is the same in all."""
    partition: list[F | Func] = [F(name) for name in once_per]
    if not grouping.by_commitment:
        partition.append(grouping.key(rows.model))
    place = Window(RowNumber(), partition_by=partition, order_by=F("pk").asc())
    firsts: QuerySet[Any] = rows.annotate(tally_row=place).filter(tally_row=1).values("pk")
    return firsts


def _value(measure: Measure) -> Case:
    """The measure's value, NULL where no row knows it."""
    known = GreaterThan(Count("pk", filter=measure.known), 0)
    return Case(When(known, then=measure.aggregate(measure.of, filter=measure.where)))
