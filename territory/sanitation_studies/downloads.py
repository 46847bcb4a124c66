"""How often studies were taken home: a number a day, and nothing of who did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Sum

from territory.models import StudyDownloads, StudyVersion
from territory.participation.processes.agreements import today


def count(version: StudyVersion, day: dt.date | None = None) -> None:
    """One more of the day (Lima's), however many at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO territory_studydownloads AS known (version_id, day, times) "
            "VALUES (%s, %s, 1) ON CONFLICT (version_id, day) DO UPDATE "
            "SET times = known.times + 1",
            [version.pk, day or today()],
        )


def by_version(versions: Iterable[StudyVersion]) -> dict[int, int]:
    """How often each was taken home; one that never was isn't there."""
    rows = StudyDownloads.objects.filter(version__in=[version.pk for version in versions])
    return dict(
        rows.order_by().values("version").annotate(all=Sum("times")).values_list("version", "all")
    )
