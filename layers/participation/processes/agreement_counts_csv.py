"""How many agreements there are, are open and are overdue, as CSV: by department and by topic."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from layers.record_csv import defused
from layers.record_rows import BYTE_ORDER_MARK
from territory.models import Agreement
from territory.participation.processes.agreements import counts_by_department, counts_by_topic

_COUNTED = ("total", "open", "overdue", "as_of", "is_sample")


def department_lines(rows: QuerySet[Agreement], day: dt.date) -> Iterator[str]:
    """A line a department; of agreements without a place the ubigeo is empty.

    An agreement of several departments counts in each, so that the lines are no sum.
    """
    counts = (
        (
            count.ubigeo,
            count.name,
            count.total,
            count.open,
            count.overdue,
            day,
            str(count.is_sample).lower(),
        )
        for count in counts_by_department(rows, day)
    )
    return _lines(("ubigeo", "department", *_COUNTED), counts)


def topic_lines(rows: QuerySet[Agreement], day: dt.date) -> Iterator[str]:
    """A line a topic."""
    counts = (
        (count.topic, count.total, count.open, count.overdue, day, str(count.is_sample).lower())
        for count in counts_by_topic(rows, day)
    )
    return _lines(("topic", *_COUNTED), counts)


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([defused(str(cell)) for cell in cells])
    return out.getvalue()
