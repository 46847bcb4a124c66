"""The words of names that are sentences, by which a misspelt one is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, models

from territory.models.searched import Searched
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# Of words that resemble one as much as these do: few, since each costs one reading of an index.
_MAX_WORDS = 3


def refresh_words(tables: Iterable[type[models.Model]]) -> None:
    """Keep the words of the tables' names as they are now; nothing for names that are short."""
    for model in tables:
        searched: Searched | None = getattr(model, "searched", None)
        if searched is None or searched.resembles:
            continue
        quote = connection.ops.quote_name
        names = {
            "name": quote(str(_column(model, searched.name).column)),
            "table": quote(model._meta.db_table),
        }
        label = {"records": model._meta.label_lower}
        with connection.cursor() as cursor:
            cursor.execute(_SQL["forget"].format(**names), label)
            cursor.execute(_SQL["remember"].format(**names), label)


def meant_words(words: Sequence[str], records: Sequence[str]) -> dict[str, list[str]]:
    """Each of the words that no name of these tables has → those that resemble it, the best first.

    ``records`` are the models' labels. One query, bounded by the number of words.
    """
    if not words or not records:
        return {}
    found: dict[str, list[str]] = {}
    parameters: dict[str, Any] = {
        "words": list(words),
        "records": list(records),
        "limit": _MAX_WORDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["meant"], parameters)
        for asked, word in cursor.fetchall():
            found.setdefault(asked, []).append(word)
    return found


def _column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
