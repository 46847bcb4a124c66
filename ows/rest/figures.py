"""Figures on the wire: as JSON, and as a table of one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ows.rest.covered import CoveredUnitSerializer, covers_text
from ows.rest.tables import Table, table_response
from ows.rest.wire_names import WireNames
from territory.figures import Figure
from territory.models import Commitment

_COLUMNS = (
    "commitment",
    "commitment_title",
    "ubigeo",
    "place",
    "name",
    "title",
    "value",
    "unit",
    "source",
    "cutoff_date",
    "is_sample",
    "is_partial",
    "covers",
)


class FigureSerializer(WireNames[Figure]):
    name = serializers.CharField()
    title = serializers.CharField(source="shown_title")
    value = serializers.SerializerMethodField(method_name="number")
    unit = serializers.CharField(help_text="La unidad de medida; vacía donde se cuenta.")
    source_ = serializers.CharField()
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField(
        help_text="Sale de ejemplos: muestra cómo se ve una cifra y no es un dato."
    )

    is_partial = serializers.BooleanField(
        help_text="Los archivos publicados no cubren toda la unidad: es la cifra de «covers», o "
        "de filas añadidas a mano si está vacío: no se sabe si están todas."
    )
    covers = CoveredUnitSerializer(many=True)

    @extend_schema_field({"type": "number"})
    def number(self, figure: Figure) -> int | float:
        """A count as an integer, an amount as a number."""
        return figure.value if isinstance(figure.value, int) else float(figure.value)


@dataclass(frozen=True)
class FigureRow:
    """A figure's line; ``commitment`` is None for what is known of a unit by itself.

    ``ubigeo`` is empty for the country, and for what declares no territory: ``place`` says which.
    """

    figure: Figure
    ubigeo: str
    place: str
    commitment: Commitment | None = None


def figures_file(
    name: str, title: str, rows: Sequence[FigureRow], form: str, request: HttpRequest
) -> HttpResponse:
    """A line for each figure, with its source, its cut-off date and what it is of."""
    is_sample = any(row.figure.is_sample for row in rows)
    cells = [_cells(row) for row in rows]
    return table_response(Table(name, title, _COLUMNS, cells, is_sample), form, request)


def _cells(row: FigureRow) -> tuple[object, ...]:
    figure, commitment = row.figure, row.commitment
    return (
        commitment.number if commitment else None,
        commitment.short_title if commitment else None,
        row.ubigeo,
        row.place,
        figure.name,
        figure.shown_title,
        figure.value,
        str(figure.unit),
        figure.source,
        figure.cutoff_date,
        figure.is_sample,
        figure.is_partial,
        covers_text(figure.covers),
    )
