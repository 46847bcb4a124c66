"""The suite's layers: ordinary ``Layer`` objects under the names that the suite asks for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import field_of
from layers.styles.model import Fill, Marker, Rule, Stroke, Style
from tests.cite.tables import TABLES, Table, field_name

_GREY, _INK = "#bdbdbd", "#333333"


def layers(prefix: str) -> tuple[Layer, ...]:
    """Each table's; ``prefix`` comes before the name (``cite:`` for the WMS suite)."""
    return tuple(_layer(table, prefix) for table in TABLES)


def _layer(table: Table, prefix: str) -> Layer:
    def rows(user: AnyUser) -> QuerySet[Any]:
        return table.model._default_manager.all()

    columns = [field_of(table.model, field_name(column), name=column) for column in table.columns]
    return Layer(
        name=f"{prefix}{table.name}",
        title=table.name,
        abstract="Datos de prueba de las suites de OGC; ninguno existe.",
        theme="cite",
        rows=rows,
        geom="geom",
        geometry_type=table.geometry,
        fields=tuple(columns),
        style=Style("default", table.name, (_rule(table.geometry),)),
        title_field=table.columns[0],
        time_field="time" if "time" in table.columns else None,
        source="OGC CITE",
        source_path=None,
        cutoff_path=None,
    )


def _rule(geometry: str) -> Rule:
    symbols: dict[str, Any] = {
        "Point": {"marker": Marker(Fill(_INK), size_px=6)},
        "MultiLineString": {"stroke": Stroke(_INK, 1.5)},
        "MultiPolygon": {"fill": Fill(_GREY), "stroke": Stroke(_INK, 1.0)},
    }
    return Rule("all", "Elemento", **symbols[geometry])
