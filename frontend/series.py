"""Series of counts as pages show them: bars drawn on the server, and the same as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from frontend.series_by_department import DepartmentTable, department_table
from frontend.series_texts import cell_text
from layers.layer import AnyUser
from layers.series import Series, published_series
from layers.styles import palette
from territory.addresses import on_site
from territory.covered import CoveredUnit
from territory.models import AdminUnit
from territory.models.counts import labels_of
from territory.models.placed import SAMPLE_PREFIX
from territory.periods import Period
from territory.queries import current_units
from territory.series import COUNTRY, INCOMPLETE, Cell, read_cells

# The drawing's own units, one a pixel on a phone of 360 px.
WIDTH = 328
_BAR_X, BAR_WIDTH = 62, 190
TITLE_HEIGHT, LINE_HEIGHT, GAP = 18, 17, 6
# More of them don't fit a phone; the table and the CSV have all.
DRAWN_PERIODS = 6


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

    All of it is samples, as ``title`` says then, or none. ``state`` texts stand where there is no
    number; where nothing is reported of a category in a period the text is empty. ``covers``: where
    the published files cover a part of the unit only, the units that the numbers are of.
    ``departments`` is a country's only.
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
    workbook_address: str
    has_incomplete: bool
    covers: tuple[CoveredUnit, ...]
    departments: DepartmentTable | None = None


def charts_of_commitment(user: AnyUser, number: int) -> list[Chart]:
    """The charts of what is counted in the whole country for a commitment, and by department."""
    every = [s for s in published_series(user) if number in s.layer.commitments]
    if not every:
        return []
    departments = current_units().filter(level=AdminUnit.Level.DEPARTMENT).order_by("pk")
    names = dict(departments.values_list("pk", "name"))
    cells = read_cells([series.rows for series in every], [COUNTRY, *names])
    return [
        replace(
            _chart(series, number, codes, group, COUNTRY),
            departments=department_table(group, labels_of(series.model, "category"), names),
        )
        for series in every
        for codes, group in _by_dimensions(series, cells)
    ]


def charts_by_commitment(user: AnyUser, unit: str) -> dict[int, list[Chart]]:
    """Commitment number → the charts of what is counted in a unit."""
    every = published_series(user)
    cells = read_cells([series.rows for series in every], [unit])
    found: dict[int, list[Chart]] = {}
    for series in every:
        for codes, group in _by_dimensions(series, cells):
            for number in series.layer.commitments:
                found.setdefault(number, []).append(_chart(series, number, codes, group, unit))
    return found


def _by_dimensions(
    series: Series, cells: Iterable[Cell]
) -> Iterator[tuple[tuple[str, ...], list[Cell]]]:
    """The cells that count one thing: of each combination of the further dimensions."""
    own = [cell for cell in cells if cell.model is series.model]
    for codes, group in groupby(sorted(own, key=_dimensions), key=_dimensions):
        yield codes, list(group)


def _dimensions(cell: Cell) -> tuple[str, ...]:
    return cell.dimensions


def _chart(
    series: Series, number: int, codes: tuple[str, ...], cells: Sequence[Cell], unit: str
) -> Chart:
    """The chart of one unit's cells; others, of its parts, are only its source.

    A layer may serve several commitments of a page: each chart has a key of its own.
    """
    every, cells = cells, [cell for cell in cells if cell.unit == unit]
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
    title = ": ".join((str(series.layer.title), *what))
    is_sample = any(cell.is_sample for cell in every)
    groups, height = _groups(categories, periods[-DRAWN_PERIODS:], by_period)
    query = dict(zip(model.dimensions, codes, strict=True))
    if unit != COUNTRY:
        query["unit"] = unit
    return Chart(
        key="-".join(("serie", str(number), series.layer.name, *codes)),
        title=SAMPLE_PREFIX + title if is_sample else title,
        is_sample=is_sample,
        color=palette.THEME[series.layer.theme],
        groups=groups,
        height=height,
        periods=tuple(period.label for period in periods),
        rows=tuple(
            TableRow(label, tuple(cell_text(by_period.get((code, period))) for period in periods))
            for code, label in categories.items()
        ),
        source="; ".join(_distinct(cell.source for cell in every)),
        cutoff_date=max(cell.cutoff_date for cell in every),
        csv_address=_file_address(series, query, "csv"),
        workbook_address=_file_address(series, query, "xlsx"),
        has_incomplete=any(cell.state == INCOMPLETE for cell in cells),
        covers=next((cell.covers for cell in cells if cell.covers), ()),
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
        title_y = y + TITLE_HEIGHT - 5
        y += TITLE_HEIGHT
        bars = []
        for period in periods:
            cell = by_period.get((code, period))
            value = cell.value if cell else None
            width = None if value is None else round(float(value) / largest * BAR_WIDTH, 1)
            bars.append(Bar(y, period.code, width, cell_text(cell)))
            y += LINE_HEIGHT
        y += GAP
        groups.append(BarGroup(title_y, label, tuple(bars)))
    return tuple(groups), y


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for joined in texts for text in joined.split("; ") if text))


def _file_address(series: Series, query: dict[str, str], form: str) -> str:
    """Where all the periods of a chart are given as a file."""
    return on_site(f"/api/v1/series/{series.layer.name}/?{urlencode(query | {'f': form})}")
