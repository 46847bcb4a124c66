"""A facility's reports at instants as a chart: what was operational, free, occupied, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.series import (
    BAR_WIDTH,
    DRAWN_PERIODS,
    GAP,
    LINE_HEIGHT,
    TITLE_HEIGHT,
    Bar,
    BarGroup,
    Chart,
    TableRow,
)
from layers.styles import palette
from territory.addresses import on_site
from territory.emergency_beds.current import LIVE_SOURCE
from territory.emergency_beds.freshness import LIMA
from territory.models import LiveBedReport
from territory.models.placed import SAMPLE_PREFIX

_DRAWN: dict[str, Promise | str] = {
    "operational": gettext_lazy("operativas"),
    "available": gettext_lazy("disponibles"),
    "occupied": gettext_lazy("ocupadas"),
}


def charts_of_reports(code: str, reports: Sequence[LiveBedReport]) -> Iterator[Chart]:
    """A chart for each area, of the latest reports (``reports``: of one facility)."""
    by_area = sorted(reports, key=lambda report: (report.area, report.at))
    for _area, of_area in groupby(by_area, key=lambda report: report.area):
        yield _chart(code, list(of_area))


def _chart(code: str, reports: list[LiveBedReport]) -> Chart:
    """``reports``: of one area, in order of time."""
    last = reports[-1]
    title = _("Reportes al instante: %(area)s") % {"area": last.get_area_display()}
    groups, height = _groups(reports[-DRAWN_PERIODS:])
    address = on_site(f"/api/v1/emergency-beds/reports/?facility={code}&f=")
    return Chart(
        key=f"reportes-{last.area}",
        title=SAMPLE_PREFIX + title if last.is_sample else title,
        is_sample=last.is_sample,
        color=palette.THEME["health"],
        groups=groups,
        height=height,
        periods=tuple(_instant(report) for report in reports),
        rows=tuple(
            TableRow(str(label), tuple(_text(report, name) for report in reports))
            for name, label in _DRAWN.items()
        ),
        source=LIVE_SOURCE,
        cutoff_date=last.at.astimezone(LIMA).date(),
        csv_address=f"{address}csv",
        workbook_address=f"{address}xlsx",
        has_incomplete=False,
        covers=(),
    )


def _groups(reports: Sequence[LiveBedReport]) -> tuple[tuple[BarGroup, ...], float]:
    """A bar for each instant below each number, on one scale from zero to the largest."""
    values = [getattr(report, name) or 0 for report in reports for name in _DRAWN]
    largest = max(values, default=0) or 1
    groups, y = [], 0.0
    for name, label in _DRAWN.items():
        title_y = y + TITLE_HEIGHT - 5
        y += TITLE_HEIGHT
        bars = []
        for report in reports:
            value = getattr(report, name)
            width = None if value is None else round(value / largest * BAR_WIDTH, 1)
            bars.append(Bar(y, _instant(report), width, _text(report, name)))
            y += LINE_HEIGHT
        y += GAP
        groups.append(BarGroup(title_y, str(label), tuple(bars)))
    return tuple(groups), y


def _instant(report: LiveBedReport) -> str:
    """Day and time in Lima, short enough to stand before a bar."""
    return f"{timezone.localtime(report.at, LIMA):%d/%m %H:%M}"


def _text(report: LiveBedReport, name: str) -> str:
    value = getattr(report, name)
    return _("no se dijo") if value is None else str(value)
