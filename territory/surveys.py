"""Surveys of users of transport as pages show them: which there are, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min, QuerySet

from territory.models import TransportSurveyCount
from territory.periods import Period

# A survey has tens of answers in tens of places; a page shows so many of them, the layer all.
MOST_CELLS = 3_000


@dataclass(frozen=True)
class Asked:
    """The answers to a question in a unit and period, in the order of the question's answers.

    A cell is None where its answer was counted elsewhere only; ``interviewed`` where it isn't
    published.
    """

    ubigeo: str
    unit: str
    period: Period
    interviewed: int | None
    cells: tuple[TransportSurveyCount | None, ...]


@dataclass(frozen=True)
class Question:
    """A question with the text of each answer, and where and when it was asked."""

    code: str
    name: str
    answers: tuple[str, ...]
    asked: tuple[Asked, ...]


def surveys(commitment: int | None = None, code: str = "") -> QuerySet[Any]:
    """The published surveys as rows by name, the latest first; of one commitment or code, if given.

    ``fewest`` and ``most`` are how many were asked a question in one of its units and periods,
    None where no such number is published.
    """
    rows = TransportSurveyCount.objects.published()
    if commitment is not None:
        rows = rows.filter(commitments__contains=[commitment])
    if code:
        rows = rows.filter(survey_code=code)
    grouped: QuerySet[Any] = rows.order_by().values("survey_code", "survey", "is_sample")
    found: QuerySet[Any] = grouped.annotate(
        methods=ArrayAgg("method", distinct=True),
        coverages=ArrayAgg("coverage", distinct=True),
        units=ArrayAgg("declared_unit__name", distinct=True),
        first=Min("period_start"),
        last=Max("period_start"),
        fewest=Min("interviewed"),
        most=Max("interviewed"),
        sources=ArrayAgg("source", distinct=True),
        address=Max("source_url"),
        cutoff=Max("cutoff_date"),
    ).order_by("-last", "survey_code")
    return found


def questions(code: str) -> list[Question]:
    """What was asked in a survey, of its first ``MOST_CELLS`` counts. One query."""
    rows = TransportSurveyCount.objects.published().filter(survey_code=code)
    rows = rows.select_related("declared_unit").defer("declared_unit__geom")
    ordered = rows.order_by(
        "question_code", "declared_unit_id", "period_start", "granularity", "answer_code"
    )
    by_question = groupby(ordered[:MOST_CELLS], key=lambda row: row.question_code)
    return [_question(list(group)) for _code, group in by_question]


def _question(rows: list[TransportSurveyCount]) -> Question:
    answers = dict(sorted((row.answer_code, row.answer) for row in rows))
    places = groupby(rows, key=lambda row: (row.declared_unit_id, row.period))
    asked = tuple(_asked(answers, list(group)) for _place, group in places)
    return Question(rows[0].question_code, rows[0].name, tuple(answers.values()), asked)


def _asked(answers: Iterable[str], rows: list[TransportSurveyCount]) -> Asked:
    found = {row.answer_code: row for row in rows}
    first = rows[0]
    assert first.declared_unit is not None
    return Asked(
        ubigeo=first.declared_unit.pk,
        unit=first.declared_unit.name,
        period=first.period,
        interviewed=first.interviewed,
        cells=tuple(found.get(code) for code in answers),
    )
