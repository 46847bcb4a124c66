"""The sector's practices and protocols, with their versions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from territory.models import HealthPractice


def practices(kind: str = "") -> QuerySet[HealthPractice]:
    """The published, by document, the newest first; of one kind, if given."""
    rows: Any = HealthPractice.objects.published()
    found: QuerySet[HealthPractice] = rows.filter(kind=kind) if kind else rows
    return found


def practice_documents(kind: str = "") -> list[tuple[str, list[HealthPractice]]]:
    """The documents, each with its versions, the newest first. One query."""
    grouped = groupby(practices(kind), key=lambda row: row.title)
    return [(title, list(versions)) for title, versions in grouped]
