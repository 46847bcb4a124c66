"""An indicator of a plan as a chart: its baseline, its dated values and its target as bars."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from frontend.series import (
    BAR_WIDTH,
    GAP,
    LINE_HEIGHT,
    TITLE_HEIGHT,
    Bar,
    BarGroup,
    Chart,
    TableRow,
)
from frontend.templatetags.site_tags import thousands
from layers.styles import palette
from territory.addresses import on_site
from territory.models import UrbanTransportIndicator, UrbanTransportPlan
from territory.models.placed import SAMPLE_PREFIX
from territory.urban_plans import Indicator

_LAYER = "urban_transport_indicators"
# More of them don't fit a phone; the table and the file have all.
_DRAWN = 12


def chart_of(plan: UrbanTransportPlan, indicator: Indicator) -> Chart:
    """The chart; numbers of a kind are one group, on one scale with the others."""
    is_sample = any(number.is_sample for number in indicator.numbers)
    title = f"{indicator.code} {indicator.name} ({indicator.unit_of_measure})"
    groups, height = _groups(indicator)
    periods = sorted(
        {number.period for number in indicator.numbers}, key=lambda p: (p.start, p.end)
    )
    texts = {(n.kind, n.period): number_text(n.value) for n in indicator.numbers}
    sources = dict.fromkeys(number.source for number in indicator.numbers)
    return Chart(
        key=f"indicador-{indicator.code}",
        title=SAMPLE_PREFIX + title if is_sample else title,
        is_sample=is_sample,
        color=palette.THEME["transport"],
        groups=groups,
        height=height,
        periods=tuple(period.label for period in periods),
        rows=tuple(
            TableRow(str(kind.label), tuple(texts.get((kind, period), "") for period in periods))
            for kind in UrbanTransportIndicator.Kind
            if indicator.of(kind)
        ),
        source="; ".join(sources),
        cutoff_date=max(number.cutoff_date for number in indicator.numbers),
        csv_address=_file_address(plan, indicator, "csv"),
        workbook_address=_file_address(plan, indicator, "xlsx"),
        has_incomplete=False,
        covers=(),
    )


def number_text(value: Decimal) -> str:
    """``48.0000`` → ``48``, ``0.125`` → ``0,125``: an indicator's own decimals and no more."""
    whole, _point, decimals = f"{value:f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    decimals = decimals.rstrip("0")
    grouped = thousands(int(digits))
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def _groups(indicator: Indicator) -> tuple[tuple[BarGroup, ...], float]:
    largest = max((float(number.value) for number in indicator.numbers), default=0.0)
    groups, y = [], 0.0
    for kind in UrbanTransportIndicator.Kind:
        numbers = indicator.of(kind)[-_DRAWN:]
        if not numbers:
            continue
        title_y = y + TITLE_HEIGHT - 5
        y += TITLE_HEIGHT
        bars = []
        for number in numbers:
            # What is below zero has no bar on a scale from zero, and its number says so.
            share = max(float(number.value), 0.0) / largest if largest > 0 else 0.0
            width = round(share * BAR_WIDTH, 1)
            bars.append(Bar(y, number.period.code, width, number_text(number.value)))
            y += LINE_HEIGHT
        y += GAP
        groups.append(BarGroup(title_y, str(kind.label), tuple(bars)))
    return tuple(groups), y


def _file_address(plan: UrbanTransportPlan, indicator: Indicator, form: str) -> str:
    query = {"plan_code": plan.code, "code": indicator.code, "f": form}
    return on_site(f"/ogc/collections/{_LAYER}/items?{urlencode(query)}")
