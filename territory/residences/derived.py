"""Residences follow from schools and models of service; what they need from what is published."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from territory.sql import read_statements

_SUMMARY = ("look", "uncover", "cover", "summarise")
_SQL = read_statements(Path(__file__).with_suffix(".sql"))


@transaction.atomic
def refresh_residences() -> None:
    """Make the residences follow the schools, their models and the units' capitals.

    Call it after any of them changed, in the same transaction. A row that stays isn't written.
    """
    _run("remove", "store", "measure", *_SUMMARY)


def summarise_needs() -> None:
    """Make coverage and residences follow what is published of needs, alliances and deliveries."""
    _run(*_SUMMARY)


def _run(*names: str) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(_SQL[name])
