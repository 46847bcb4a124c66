"""Another validator's notices as sentences in Spanish; docs/decisions/gtfs-second-opinion.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from territory.models import TransitNotice
from territory.transit.frequency import FeedKey
from territory.transit.notices import review_of

KINDS_PER_PAGE = 25
KEY = "revision"
_SENTENCES = Path(__file__).with_name("feed_notices.csv")


@dataclass(frozen=True)
class Noticed:
    """A kind of notice: what it says, where, and how often."""

    severity: str
    sentence: str
    where: str
    number: int


@dataclass(frozen=True)
class FeedReview:
    """A page of what was noticed; ``said`` tells by whom and when, with the number of all."""

    said: TransitNotice
    page: Page[Any]
    noticed: list[Noticed]
    key: str = KEY


def feed_review(request: HttpRequest, key: FeedKey) -> FeedReview | None:
    """None where nobody reviewed the feed."""
    review = review_of(key)
    if review is None:
        return None
    page = Paginator(review.kinds, KINDS_PER_PAGE).get_page(request.GET.get(KEY, 1))
    return FeedReview(review.said, page, [_noticed(row) for row in page])


@cache
def sentences() -> dict[str, str]:
    """The validator's code of a kind of notice → what it says."""
    with _SENTENCES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["sentence"] for row in csv.DictReader(file, delimiter=";")}


def _noticed(row: TransitNotice) -> Noticed:
    unknown = f"Observación «{row.code}», que este sitio no traduce"
    return Noticed(
        str(row.get_severity_display()),
        sentences().get(row.code, unknown),
        _where(row),
        row.number,
    )


def _where(row: TransitNotice) -> str:
    parts = [row.file, f"columna {row.field}" if row.field else ""]
    if row.rows:
        lines = ", ".join(map(str, row.rows))
        more = " …" if row.number > len(row.rows) else ""
        parts.append(f"{'fila' if len(row.rows) == 1 else 'filas'} {lines}{more}")
    return ", ".join(filter(None, parts))
