"""The values of series on the wire: a cell as JSON, and many as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from layers.series import Series
from ows.rest.covered import CoveredUnitSerializer, covers_text
from ows.rest.tables import Table, table_response
from ows.rest.wire_names import WireNames
from territory.models.counts import CountState, labels_of
from territory.periods import Granularity
from territory.series import INCOMPLETE, Cell

_STATES = [*CountState.values, INCOMPLETE]
_COLUMNS = (
    "period",
    "period_start",
    "period_end",
    "granularity",
    "ubigeo",
    "value",
    "state",
    "is_sum",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
    "is_partial",
    "covers",
)


class CellSerializer(WireNames[Cell]):
    """A value of a unit in a period, or why there is none."""

    period = serializers.CharField(source="period.code")
    period_start = serializers.DateField(source="period.start")
    period_end = serializers.DateField(source="period.end", help_text="Ya no está en el periodo.")
    granularity = serializers.ChoiceField(Granularity.choices, source="period.granularity.value")
    ubigeo = serializers.CharField(source="unit", help_text="Vacío para todo el país.")
    category = serializers.CharField()
    dimensions = serializers.SerializerMethodField(help_text="Las demás dimensiones y su código.")
    value = serializers.SerializerMethodField(method_name="number")
    state = serializers.ChoiceField(
        choices=_STATES,
        help_text="Hay valor solo con «value»; el cero es un valor. «incomplete»: no todas las "
        "partes de la suma tienen un número.",
    )
    is_sum = serializers.BooleanField(help_text="Si es la suma de las unidades que contiene.")
    source_ = serializers.CharField()
    source_url = serializers.CharField()
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()
    is_partial = serializers.BooleanField(
        help_text="Los archivos publicados no cubren toda la unidad: es la suma de «covers»."
    )
    covers = CoveredUnitSerializer(many=True)

    def get_dimensions(self, cell: Cell) -> dict[str, str]:
        return dict(zip(cell.model.dimensions, cell.dimensions, strict=True))

    @extend_schema_field({"type": "number", "nullable": True})
    def number(self, cell: Cell) -> int | float | None:
        """A count as an integer, any other as a number."""
        if cell.value is None or isinstance(cell.value, int):
            return cell.value
        return float(cell.value)


def series_file(
    series: Series, title: str, cells: list[Cell], form: str, request: HttpRequest
) -> HttpResponse:
    """All the values in one file; what isn't known is an empty cell, and its state says why."""
    titles = [f"{name}{end}" for name in series.dimensions for end in ("", "_label")]
    rows = [_row(series, cell) for cell in cells]
    is_sample = any(cell.is_sample for cell in cells)
    table = Table(series.layer.name, title, (*_COLUMNS, *titles), rows, is_sample)
    return table_response(table, form, request)


def _row(series: Series, cell: Cell) -> tuple[Any, ...]:
    codes = zip(series.dimensions, (cell.category, *cell.dimensions), strict=True)
    coded = [t for name, c in codes for t in (c, labels_of(series.model, name).get(c, c))]
    period = cell.period
    return (
        period.code,
        period.start,
        period.end,
        period.granularity.value,
        cell.unit,
        cell.value,
        cell.state,
        cell.is_sum,
        cell.source,
        cell.source_url,
        cell.cutoff_date,
        cell.is_sample,
        cell.is_partial,
        covers_text(cell.covers),
        *coded,
    )
