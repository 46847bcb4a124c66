"""What pages ask of the plan's making: its events by sector and region, affected regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from territory.models import AdminUnit, PlanEvent, SevereSituation, SituationUnit, Theme


@dataclass(frozen=True)
class EventCount:
    """How many events there were of a sector or of a region, by kind in the kinds' order.

    ``code`` is the theme or the department's ubigeo; empty where the source names none.
    """

    code: str
    title: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def events(theme: str = "", region: str = "") -> QuerySet[PlanEvent]:
    """The events by date, of one sector and within one unit where they are given."""
    found = PlanEvent.objects.select_related("unit").defer("unit__geom")
    if theme:
        found = found.filter(theme=theme)
    if region:
        found = found.filter(unit__ubigeo__startswith=region)
    return found


def events_by_sector() -> list[EventCount]:
    """One query; a sector without an event is absent."""
    counts = Counter[tuple[str, str]]()
    for theme, kind, number in _grouped("theme"):
        counts[theme or "", kind] += number
    titles = {str(theme): str(theme.label) for theme in Theme}
    return _counted(counts, titles)


def events_by_region() -> list[EventCount]:
    """By department, two queries; a department without an event is absent."""
    counts = Counter[tuple[str, str]]()
    for unit, kind, number in _grouped("unit_id"):
        counts[(unit or "")[:2], kind] += number
    departments = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT)
    return _counted(counts, dict(departments.values_list("ubigeo", "name")))


def situations() -> QuerySet[SevereSituation]:
    """The situations with the units that they affect, without polygons."""
    units = SituationUnit.objects.select_related("unit").defer("unit__geom")
    return SevereSituation.objects.prefetch_related(Prefetch("affected", units))


def _grouped(field: str) -> Iterable[tuple[str | None, str, int]]:
    rows = PlanEvent.objects.order_by().values_list(field, "kind")
    return rows.annotate(number=Count("pk"))


def _counted(counts: Counter[tuple[str, str]], titles: dict[str, str]) -> list[EventCount]:
    """In the titles' order, with what has no code at the end."""
    named = {code for code, _kind in counts}
    codes = [code for code in (*titles, "") if code in named]
    return [
        EventCount(
            code,
            titles.get(code, ""),
            tuple(counts[code, kind] for kind in PlanEvent.Kind.values),
        )
        for code in codes
    ]
