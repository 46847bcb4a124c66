"""EIB services counted by language, and by UGEL and language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from territory.sql import read_statements
from territory.ugel.offices import is_regional

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_BY_LANGUAGE = ("spoken.language",)
_BY_UGEL = ("shown.ugel_code", "spoken.language")


@dataclass(frozen=True)
class Counted:
    """The published services of a language, of one UGEL or of all of them together.

    ``ugel_code`` is the register of schools'; None, in a count by UGEL, for services that it
    lacks or whose UGEL it doesn't say. ``language`` is None for services without one. ``pupils``
    are all of the services', whatever they speak, known of ``services_with_pupils`` only; None
    where of none. They are the register of schools', whose source and date are apart.
    """

    ugel_code: str | None
    ugel: str | None
    language: str | None
    language_code: str | None
    family: str | None
    services: int
    strengthening: int
    revitalization: int
    urban: int
    attention_unknown: int
    pupils: int | None
    services_with_pupils: int
    source: str
    source_url: str | None
    cutoff_date: dt.date
    register_source: str | None
    register_cutoff_date: dt.date | None
    is_sample: bool

    @property
    def is_dre(self) -> bool:
        """Whether the office is a regional directorate, which is no UGEL."""
        return is_regional(self.ugel_code, self.ugel)


# What a table of the counts has, in this order.
COLUMNS = tuple(field.name for field in fields(Counted))


def coverage(
    ugel: str | None = None, language: str | None = None, *, is_sample: bool | None = None
) -> list[Counted]:
    """By UGEL and language; of one UGEL's code or one language's, if given. One query.

    ``is_sample``: of samples or of facts, where it isn't to be what is published of the register.
    """
    return _counted(_BY_UGEL, ugel=ugel, language=language, is_sample=is_sample)


def by_language(unit: str | None = None) -> list[Counted]:
    """By language, the most spoken first; within a unit's ubigeo, if given. One query."""
    prefix = None if unit is None else f"{unit}%"
    found = _counted(_BY_LANGUAGE, unit=prefix)
    return sorted(found, key=lambda row: (row.language is None, -row.services, row.language))


def varieties(language: str) -> list[tuple[str | None, int]]:
    """The varieties of a language with how many published services name each, the most first.

    None, at the end, for the services that name the language alone. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["varieties"], {"language": language})
        return [(variety, number) for variety, number in cursor.fetchall()]


def _counted(group: tuple[str, ...], **asked: Any) -> list[Counted]:
    """``group`` are columns of the statement's; others than these are empty in every row."""
    wanted = {"ugel": None, "language": None, "unit": None, "is_sample": None} | asked
    columns = sql.SQL(", ").join(sql.SQL(name) for name in group)
    order = sql.SQL(", ").join(sql.SQL(f"{name} NULLS LAST") for name in group)
    code = sql.SQL("shown.ugel_code" if "shown.ugel_code" in group else "NULL::text")
    name = sql.SQL("max(shown.ugel)" if "shown.ugel_code" in group else "NULL::text")
    with connection.cursor() as cursor:
        statement = sql.SQL(_SQL["coverage"]).format(
            group=columns, order=order, ugel_code=code, ugel=name
        )
        cursor.execute(statement.as_string(cursor.connection), wanted)
        return [Counted(*row) for row in cursor.fetchall()]
