"""Answers to what is asked of large tables again and again, kept until a table changes.

What 150,000 rows amount to takes seconds to count and is the same for everybody until the next
publication. The database raises a table's version with every statement that may change its rows
(``RAISE_TABLE_VERSION``); an answer is given only while all the tables that it was made of have
the versions that they had then. So none is ever stale, whoever wrote the rows.

Only for questions whose answer doesn't depend on who asks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from pgtrigger import registered
from psycopg.errors import QueryCanceled

from territory.models.kept import RAISE_TABLE_VERSION
from territory.sql import read_statements

_STATEMENTS = read_statements(Path(__file__).with_suffix(".sql"))
_SQL = {
    name: text.replace("{versions}", _STATEMENTS["versions"]) for name, text in _STATEMENTS.items()
}
_QUOTED = re.compile(r'"([^"]+)"')

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """A statement with its parameters, and the tables that it reads."""

    query: str
    parameters: tuple[Any, ...]
    tables: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """What its answer is known by."""
        return hashlib.sha256(repr((self.query, self.parameters)).encode()).hexdigest()

    def about(self, value: str, instead_of: str) -> Question:
        """The same of another value, which nothing of the statement but its parameters holds.

        To write a statement out takes longer than to find what is kept of it.
        """
        changed = (
            given.replace(instead_of, value)
            if isinstance(given, str) and instead_of in given
            else given
            for given in self.parameters
        )
        return replace(self, parameters=tuple(changed))


def answers(branches: Iterable[QuerySet[Any]]) -> list[list[Row]]:
    """The rows of each branch, in no order, as JSON has them: dates are text, numbers exact.

    One query where all of it is kept, else a second statement that counts what isn't.
    """
    return answers_to([question_of(branch) for branch in branches])


def answers_to(questions: Sequence[Question | None]) -> list[list[Row]]:
    """As ``answers``, of questions that are written out; None has no rows."""
    asked = [question for question in questions if question]
    if not asked:
        return [[] for _ in questions]
    with connection.cursor() as cursor:
        cursor.execute(_SQL["find"], [[question.digest for question in asked]])
        found = dict(cursor.fetchall())
    missing = [question for question in _once(asked) if question.digest not in found]
    if missing:
        found |= _ask(missing)
    return [_rows(found[question.digest]) if question else [] for question in questions]


def ask_now(questions: Sequence[Question | None]) -> list[list[Row]]:
    """As ``answers_to``, of what is asked too seldom to be kept. One query, or none."""
    asked = [question for question in questions if question]
    if not asked:
        return [[] for _ in questions]
    once = _once(asked)
    branches = (f"({_SQL['ask_now'].replace('{query}', question.query)})" for question in once)
    parameters = [given for question in once for given in (question.digest, *question.parameters)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), parameters)
        found = dict(cursor.fetchall())
    return [_rows(found[question.digest]) if question else [] for question in questions]


def forget_stale(tables: Sequence[str]) -> None:
    """Delete the answers made of former rows of the tables, which nobody is given any more."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["forget"], [list(tables)])


def question_of(branch: QuerySet[Any]) -> Question | None:
    """None where the branch can have no rows."""
    try:
        query, parameters = branch.query.sql_with_params()
    except EmptyResultSet:
        return None
    tables = tuple(sorted(set(_QUOTED.findall(query)) & _all_tables()))
    return Question(query, tuple(parameters), tables)


def is_kept(question: Question) -> bool:
    """Whether its answer may be kept: every table that it reads has its version raised."""
    return set(question.tables) <= _versioned_tables()


def _once(questions: Iterable[Question]) -> list[Question]:
    """Of several that ask the same only one: no statement can keep an answer twice."""
    return list({question.digest: question for question in questions}.values())


def _ask(questions: Sequence[Question]) -> dict[str, str]:
    """Digest → answer; kept where it may be."""
    kept = [question for question in questions if is_kept(question)]
    others = [question for question in questions if question not in kept]
    found: dict[str, str] = {}
    if kept:
        try:
            with transaction.atomic():
                found |= _answers(_SQL["keep"], kept)
        except DatabaseError as error:  # a database that can't be written to still counts
            if isinstance(error.__cause__, QueryCanceled):
                raise  # to count as long once more wouldn't end either
            others = list(questions)
    if others:
        found |= _answers(_SQL["ask_only"], others)
    return found


def _answers(statement: str, questions: Sequence[Question]) -> dict[str, str]:
    asked = " UNION ALL ".join(
        f"({_SQL['ask'].replace('{query}', question.query)})" for question in questions
    )
    parameters: list[Any] = []
    for question in questions:
        parameters += [*question.parameters, question.digest, list(question.tables)]
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{asked}", asked), parameters)
        return dict(cursor.fetchall())


def _rows(answer: str) -> list[Row]:
    # A number of jsonb is PostgreSQL's numeric, written out digit by digit: so it is read.
    rows: list[Row] = json.loads(answer, parse_float=Decimal)
    return rows


@cache
def _all_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


@cache
def _versioned_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model, trigger in registered()
        if trigger.name == RAISE_TABLE_VERSION.name
    )
