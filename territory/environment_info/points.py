"""Points of monitoring as pages and the API ask for them: lists, a point's series, the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from territory.environment_info.standard import JUDGED, Verdict, judged
from territory.models import (
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    WaterStandardLimit,
)

# A series: values that may be compared with one another.
_SERIES = ("parameter_key", "analysis", "method", "unit")
# More of one series no page draws; the CSV has all.
MOST_DRAWN = 1_000


@dataclass(frozen=True)
class SeriesLine:
    """A series of a point by its latest value (annotated by ``judged``), and how many it has."""

    latest: Any
    count: int


@dataclass(frozen=True)
class Judged:
    """Of a parameter and a category: how many values have each verdict that compares."""

    parameter: str
    parameter_key: str
    category: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def told(self) -> list[tuple[str, int]]:
        """The verdicts' titles and their numbers, in their order."""
        return [(str(verdict.label), self.counts.get(verdict.value, 0)) for verdict in JUDGED]


def points(unit: str = "", matrix: str = "", register: str = "") -> QuerySet[Any]:
    """The published points, of a unit, a matrix, a register where those are given."""
    rows: Any = EnvironmentalMonitoringPoint.objects.published()
    if unit:
        rows = rows.filter(
            Q(declared_unit__pk__startswith=unit) | Q(located_unit__pk__startswith=unit)
        )
    if matrix:
        rows = rows.filter(matrix=matrix)
    if register:
        rows = rows.filter(feed=register)
    found: QuerySet[Any] = rows.select_related("declared_unit").defer("declared_unit__geom")
    return found.order_by("name", "pk")


def point(register: str, key: str) -> EnvironmentalMonitoringPoint | None:
    """The published point of a register by its key there."""
    return points(register=register).filter(place_key=key).first()


def measurements(
    register: str = "", key: str = "", parameter: str = "", unit: str = ""
) -> QuerySet[EnvironmentalMeasurement]:
    """The published values with what may be said of each, in the order of their series."""
    rows: Any = EnvironmentalMeasurement.objects.published()
    given = {"feed": register, "place_key": key, "parameter_key": parameter}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if unit:
        rows = rows.filter(declared_unit__pk__startswith=unit)
    return judged(rows).order_by("feed", "place_key", *_SERIES, "sampled_on", "sampled_time", "pk")


def series_lines(register: str, key: str) -> list[SeriesLine]:
    """The series of a point, each with its latest value; two queries, however many there are."""
    rows: Any = EnvironmentalMeasurement.objects.published().filter(feed=register, place_key=key)
    counts = {
        tuple(row[name] for name in _SERIES): row["count"]
        for row in rows.order_by().values(*_SERIES).annotate(count=Count("pk"))
    }
    latest = (
        judged(rows)
        .order_by(*_SERIES, "-sampled_on", "-sampled_time", "-pk")
        .distinct(*_SERIES)
        .defer("geom")
    )
    return [
        SeriesLine(row, counts[tuple(getattr(row, name) for name in _SERIES)]) for row in latest
    ]


def judged_by_parameter() -> list[Judged]:
    """What the values that have a limit amount to, by parameter and category, in one query."""
    limits = {
        (limit.parameter_key, limit.category): limit.parameter
        for limit in WaterStandardLimit.objects.all()
    }
    rows: Any = EnvironmentalMeasurement.objects.published().filter(
        parameter_key__in={key for key, _category in limits}, water_category__isnull=False
    )
    judged_rows: Any = judged(rows)
    counted = (
        judged_rows.order_by()
        .values("parameter_key", "water_category", "verdict")
        .annotate(count=Count("pk"))
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in counted:
        if row["verdict"] in {verdict.value for verdict in JUDGED}:
            of = found.setdefault((row["parameter_key"], row["water_category"]), {})
            of[row["verdict"]] = row["count"]
    return [
        Judged(limits[key], key[0], key[1], counts)
        for key, counts in sorted(found.items())
        if key in limits
    ]


def verdict_title(row: Any) -> str:
    """What a person reads of a row's verdict."""
    return str(Verdict(row.verdict).label)
