"""Series of counts as pages show them: bars drawn on the server, and the same as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.templatetags.site_tags import thousands
from layers.layer import AnyUser
from layers.series import Series, published_series
from layers.styles import palette
from territory.models.counts import CountState, labels_of
from territory.periods import Period
from territory.series import COUNTRY, INCOMPLETE, Cell, read_cells

# The drawing's own units, one a pixel on a phone of 360 px.
WIDTH = 328
_BAR_X, _BAR_WIDTH = 62, 190
_TITLE_HEIGHT, _LINE_HEIGHT, _GAP = 18, 17, 6
# More of them don't fit a phone; the table and the CSV have all.
DRAWN_PERIODS = 6

_STATES: dict[str, str | Promise] = {**dict(CountState.choices), INCOMPLETE: _("incompleto")}


@dataclass(frozen=True)
class Bar:
    """A period's line in the drawing; ``width`` is None where there is no value to draw."""

    y: float
    period: str
    width: float | None
    text: str

    @property
    def text_x(self) -> float:
        return _BAR_X + (self.width or 0) + 5


@dataclass(frozen=True)
class BarGroup:
    """A category's bars; ``y`` is its title's baseline."""

    y: float
    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class TableRow:
    """A category's texts, one a period: a number or the state that says why there is none."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What is counted of one unit in one way: by category and period.

    All of it is samples or none. ``state`` texts stand where there is no number; where nothing is
    reported of a category in a period the text is empty.
    """

    key: str
    title: str
    is_sample: bool
    color: str
    groups: tuple[BarGroup, ...]
    height: float
    periods: tuple[str, ...]
    rows: tuple[TableRow, ...]
    source: str
    cutoff_date: dt.date
    csv_address: str
    has_incomplete: bool


def charts_of_commitment(user: AnyUser, number: int) -> list[Chart]:
    """The charts of what is counted in the whole country for a commitment."""
    every = [s for s in published_series(user) if number in s.layer.commitments]
    return _by_commitment(every, COUNTRY).get(number, [])


def charts_by_commitment(user: AnyUser, unit: str) -> dict[int, list[Chart]]:
    """Commitment number → the charts of what is counted in a unit; one query for all series."""
    return _by_commitment(published_series(user), unit)


def _by_commitment(every: list[Series], unit: str) -> dict[int, list[Chart]]:
    cells = read_cells([series.rows for series in every], [unit])
    found: dict[int, list[Chart]] = {}
    for series in every:
        own = [cell for cell in cells if cell.model is series.model]
        for chart in _charts(series, own, unit):
            for number in series.layer.commitments:
                found.setdefault(number, []).append(chart)
    return found


def _charts(series: Series, cells: list[Cell], unit: str) -> list[Chart]:
    """A chart for each combination of the further dimensions, in the order of their codes."""
    ordered = sorted(cells, key=lambda cell: cell.dimensions)
    return [
        _chart(series, codes, list(group), unit)
        for codes, group in groupby(ordered, key=lambda cell: cell.dimensions)
    ]


def _chart(series: Series, codes: tuple[str, ...], cells: Sequence[Cell], unit: str) -> Chart:
    model = series.model
    names = zip(model.dimensions, codes, strict=True)
    what = [labels_of(model, name).get(code, code) for name, code in names]
    periods = sorted({cell.period for cell in cells}, key=lambda p: (p.start, p.end))
    by_period = {(cell.category, cell.period): cell for cell in cells}
    categories = {
        code: label
        for code, label in labels_of(model, "category").items()
        if any((code, period) in by_period for period in periods)
    }
    groups, height = _groups(categories, periods[-DRAWN_PERIODS:], by_period)
    query = dict(zip(model.dimensions, codes, strict=True)) | {"f": "csv"}
    if unit != COUNTRY:
        query["unit"] = unit
    return Chart(
        key="-".join(("serie", series.layer.name, *codes)),
        title=": ".join((str(series.layer.title), *what)),
        is_sample=any(cell.is_sample for cell in cells),
        color=palette.THEME[series.layer.theme],
        groups=groups,
        height=height,
        periods=tuple(period.label for period in periods),
        rows=tuple(
            TableRow(label, tuple(_text(by_period.get((code, period))) for period in periods))
            for code, label in categories.items()
        ),
        source="; ".join(_distinct(cell.source for cell in cells)),
        cutoff_date=max(cell.cutoff_date for cell in cells),
        csv_address=f"/api/v1/series/{series.layer.name}/?{urlencode(query)}",
        has_incomplete=any(cell.state == INCOMPLETE for cell in cells),
    )


def _groups(
    categories: dict[str, str], periods: Sequence[Period], by_period: dict[tuple[str, Period], Cell]
) -> tuple[tuple[BarGroup, ...], float]:
    """The bars, on one scale from zero to the largest value, and how high they are."""
    values = [
        float(c.value) for c in by_period.values() if c.value is not None and c.period in periods
    ]
    largest = max(values, default=0) or 1
    groups, y = [], 0.0
    for code, label in categories.items():
        title_y = y + _TITLE_HEIGHT - 5
        y += _TITLE_HEIGHT
        bars = []
        for period in periods:
            cell = by_period.get((code, period))
            value = cell.value if cell else None
            width = None if value is None else round(float(value) / largest * _BAR_WIDTH, 1)
            bars.append(Bar(y, period.code, width, _text(cell)))
            y += _LINE_HEIGHT
        y += _GAP
        groups.append(BarGroup(title_y, label, tuple(bars)))
    return tuple(groups), y


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return str(_STATES[cell.state]) if cell.value is None else thousands(cell.value)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for joined in texts for text in joined.split("; ") if text))
