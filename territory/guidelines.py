"""The versions of commitment 3's guidelines: those of a file and those written here, as one list.

All are facts or, while neither place has one, samples. What both name (by title and version,
accents and case apart) is shown once, as the one with the later cut-off date says it; on the same
day, as it was written here, where a second person published it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from territory.models import GuidelineVersion, WrittenGuideline
from territory.names import fold

NUMBER = 3


@dataclass(frozen=True)
class Guideline:
    """A version as everybody reads it.

    ``key`` is the row's in its table: of ``WrittenGuideline`` if it is ``written``, else of
    ``GuidelineVersion``.
    """

    key: int
    written: bool
    title: str
    version: str
    issued_on: dt.date
    changes: str | None
    document_url: str | None
    source: str
    source_url: str | None
    cutoff_date: dt.date
    is_sample: bool

    @property
    def name(self) -> tuple[str, str]:
        """What it is known by in either place."""
        return fold(self.title), fold(self.version)


def guidelines() -> list[Guideline]:
    """All that everybody reads, by title, the newest first. Two queries."""
    every = [*_of_files(), *_written()]
    facts = [row for row in every if not row.is_sample]
    kept: dict[tuple[str, str], Guideline] = {}
    # The last one stays: by day, and of one day the written one.
    for row in sorted(facts or every, key=lambda row: (row.cutoff_date, row.written)):
        kept[row.name] = row
    newest = sorted(kept.values(), key=lambda row: (row.issued_on, row.version), reverse=True)
    return sorted(newest, key=lambda row: fold(row.title))


def guideline_documents() -> list[tuple[str, list[Guideline]]]:
    """The documents, each with its versions, the newest first; called as its newest is."""
    grouped = groupby(guidelines(), key=lambda row: fold(row.title))
    documents = [list(group) for _title, group in grouped]
    return [(versions[0].title, versions) for versions in documents]


def _of_files() -> Iterator[Guideline]:
    for row in GuidelineVersion.objects.published():
        yield _guideline(row, row.version, written=False)


def _written() -> Iterator[Guideline]:
    for row in WrittenGuideline.objects.published():
        yield _guideline(row, row.label, written=True)


def _guideline(
    row: GuidelineVersion | WrittenGuideline, version: str, *, written: bool
) -> Guideline:
    return Guideline(
        row.pk,
        written,
        row.title,
        version,
        row.issued_on,
        row.changes,
        row.document_url,
        row.source,
        row.source_url,
        row.cutoff_date,
        row.is_sample,
    )
