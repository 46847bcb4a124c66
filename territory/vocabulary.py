"""The words of names that are sentences, by which a misspelt one is found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# Of words that resemble one as much as these do: few, since each costs one reading of an index.
_MAX_WORDS = 3
# Shorter words aren't kept, and numbers neither (``territory.models.name_words``).
_MIN_LETTERS = 4


def unknown_words(words: Sequence[str], records: Sequence[str]) -> dict[str, list[str]]:
    """Each of the words that no name of these tables has → those that resemble it, the best first.

    ``records`` are the models' labels. Of a word that isn't kept, being too short or a number,
    nothing is known, and it isn't given. One query, bounded by the number of words.
    """
    kept = [word for word in words if len(word) >= _MIN_LETTERS and any(map(str.isalpha, word))]
    if not kept or not records:
        return {}
    found: dict[str, list[str]] = {}
    parameters: dict[str, Any] = {"words": kept, "records": list(records), "limit": _MAX_WORDS}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["unknown"], parameters)
        for asked, word in cursor.fetchall():
            found.setdefault(asked, []).extend([] if word is None else [word])
    return found
