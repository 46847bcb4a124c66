"""What studies are found by: written when one becomes public or changes, asked by a question.

Accents, endings and stop words of Spanish don't count. A word in the text of a file is found where
the licence lets the text be read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, When

from territory.sanitation_studies.licences import PERMITTING
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
MOST_CHARACTERS = 200
MOST_FOUND = 500
# Around a word that was found; no text has them, since private use is refused and taken away.
MARK, END = "\ue000", "\ue001"
_WHOLE = f"StartSel={MARK}, StopSel={END}, HighlightAll=true"
_SOME = (
    f"StartSel={MARK}, StopSel={END}, MaxFragments=2, MaxWords=28, MinWords=12, "
    'FragmentDelimiter=" … "'
)


@dataclass(frozen=True)
class Snippet:
    """What of a study answers; marked words stand between ``MARK`` and ``END``.

    ``page`` is the number of the page of the file whose text answers, None where none does.
    """

    title: str
    abstract: str
    page: int | None
    page_text: str


def refresh_index() -> None:
    """Write anew what is found of the studies that changed; call it where one becomes public.

    A text of more different words than an index holds is left out: the study is found by the rest.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL["forget"])
        cursor.execute(_SQL["stale"])
        for (study,) in cursor.fetchall():
            values: dict[str, Any] = {"study": study, "permitting": list(PERMITTING)}
            try:
                with transaction.atomic():
                    cursor.execute(_SQL["write"], values | {"with_text": True})
            except DatabaseError:
                cursor.execute(_SQL["write"], values | {"with_text": False})


def found(question: str) -> list[int]:
    """The keys of the studies that answer, the best first; none of a question without a word."""
    asked: dict[str, Any] = {"question": _asked(question), "most": MOST_FOUND}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["found"], asked)
        return [key for key, _rank in cursor.fetchall()]


def ranked(rows: Any, question: str) -> Any:
    """Of the rows (a QuerySet of studies) those that answer, the best first."""
    keys = found(question)
    places = Case(*(When(pk=key, then=place) for place, key in enumerate(keys)), default=len(keys))
    return rows.filter(pk__in=keys).order_by(places, "pk") if keys else rows.none()


def snippets(question: str, studies: Sequence[int]) -> dict[int, Snippet]:
    """What of each of a few studies answers."""
    asked: dict[str, Any] = {
        "question": _asked(question),
        "studies": list(studies),
        "permitting": list(PERMITTING),
        "whole": _WHOLE,
        "some": _SOME,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL["shown"], asked)
        return {
            key: Snippet(title, abstract, page, text or "")
            for key, title, abstract, page, text in cursor.fetchall()
        }


def _asked(question: str) -> str:
    return " ".join(question.replace("\0", " ").split())[:MOST_CHARACTERS]
