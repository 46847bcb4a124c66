"""The bench's layers: ordinary ``Layer`` objects on synthetic tables.

``bench/mapfile.py`` writes MapServer's configuration from these same objects.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from bench.site.models import (
    GROWN_MODELS,
    Synthetic,
    SyntheticLine,
    SyntheticPoint,
    SyntheticPolygon,
)
from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Marker, Rule, Stroke, Style

# The most seldom first, since the first rule's features are drawn on top. The shares are in
# ``generate.sql``.
CATEGORIES = ("rare", "scarce", "some", "many", "most")
_COLORS = tuple(palette.THEME.values())[: len(CATEGORIES)]

_FIELDS = fields_of(
    Synthetic,
    "name",
    "category",
    "declared_ubigeo",
    "amount_pen",
    "people",
    "cutoff_date",
    "is_sample",
)


def _rule(category: str, **symbol: Any) -> Rule:
    is_category = {"op": "=", "args": [{"property": "category"}, category]}
    return Rule(category, f"Clase {category}", filter=is_category, **symbol)


def _point(color: str) -> dict[str, Any]:
    return {"marker": Marker(Fill(color), size_px=4)}


def _polygon(color: str) -> dict[str, Any]:
    return {"fill": Fill(color), "stroke": Stroke(palette.INK, 0.6)}


def _line(color: str) -> dict[str, Any]:
    return {"stroke": Stroke(color, 1.2)}


def _layer(name: str, title: str, geometry_type: str, model: type[Synthetic], symbol: Any) -> Layer:
    def rows(user: AnyUser) -> QuerySet[Any]:
        return model._default_manager.all()

    rules = (
        _rule(category, **symbol(color))
        for category, color in zip(CATEGORIES, _COLORS, strict=True)
    )
    return Layer(
        name=name,
        title=title,
        abstract="Elementos sintéticos para medir tiempos; ninguno existe.",
        theme="bench",
        rows=rows,
        geom="geom",
        geometry_type=geometry_type,
        fields=_FIELDS,
        style=Style("default", title, tuple(rules)),
        title_field="name",
        sample_path="is_sample",
        source="Sintético",
        source_path=None,
    )


POINTS = _layer("bench_points", "Puntos sintéticos", "Point", SyntheticPoint, _point)
POLYGONS = _layer(
    "bench_polygons", "Polígonos sintéticos", "MultiPolygon", SyntheticPolygon, _polygon
)
LINES = _layer("bench_lines", "Líneas sintéticas", "LineString", SyntheticLine, _line)

# The same points under a geometry type that is never thinned: what a thinned map is held to.
UNTHINNED = replace(POINTS, name="bench_points_unthinned", geometry_type="MultiPoint")

# The same kind of points, from a thousand to a million: what grows with a table.
GROWN = {
    size: _layer(model._meta.db_table, f"{size:,} puntos sintéticos", "Point", model, _point)
    for size, model in GROWN_MODELS.items()
}

LAYERS = (POINTS, POLYGONS, LINES, UNTHINNED, *GROWN.values())


def copies_of(layer: Layer, number: int) -> list[Layer]:
    """So many layers of the same rows, each with a name of its own."""
    return [replace(layer, name=f"{layer.name}_{index}") for index in range(number)]
