"""What a vector tile holds of a layer's rows: what the style reads at the tile's scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from psycopg import sql

from layers.drawing import class_of
from layers.expressions import Sql
from layers.features import select
from layers.fields import Field
from layers.filters.compiler import compile_filter
from layers.layer import Layer
from layers.query import FeatureQuery
from layers.styles.model import Rule, Style
from layers.thinning import pixel_side

# The scale denominator of zoom 0 with 256 px tiles and 0.28 mm pixels (OGC 17-083r4, D.1).
SCALE_AT_ZOOM_0 = 559_082_264.028_717_9
# A tile is drawn 256 to 1024 px wide; and the viewer names the places of its base map a zoom
# before the layer's own style does.
_LARGEST_MAGNIFICATION = 8
# Clients magnify tiles of this zoom instead of asking for finer ones (frontend/src/map).
_FINEST_ZOOM = 15
# Side of the blocks among which a dense tile shares out its features, in the tile's pixels.
_BLOCK_PX = 4


def style_of(layer: Layer, z: int) -> Style:
    """The part of the layer's style that may be drawn with tiles of a zoom."""
    scale = SCALE_AT_ZOOM_0 / 2**z
    finest = 0.0 if z >= _FINEST_ZOOM else scale / _LARGEST_MAGNIFICATION
    return layer.style.within(finest, scale)


def shape_fields(layer: Layer, style: Style) -> list[Field]:
    """The fields by which a shape's rule is chosen."""
    return _named(layer, style.filter_fields())


def label_fields(layer: Layer, style: Style) -> list[Field]:
    """The fields by which a label is chosen, written and ranked."""
    return _named(layer, style.fields())


def tile_rows(
    query: FeatureQuery, style: Style, known: QuerySet[Any] | None = None
) -> QuerySet[Any]:
    """Rows of ``_shape``, as it is stored, ``_fid``, ``_f_<name>``, what orders and labels them.

    ``_class`` is the place of a row's rule in the style (the first is painted on top),
    ``_labelled`` whether some rule may label it; ``_block_x``, ``_block_y`` and ``_size`` decide
    what stays where a tile can't hold all. The prefixes keep the columns apart from the model's
    own names. The query has a resolution. ``known`` are its rows where somebody chose them.
    """
    layer = query.layer
    assert query.resolution is not None
    rows = select(query) if known is None else known.order_by()
    columns: dict[str, Combinable] = {
        f"_f_{item.name}": F(item.path) for item in label_fields(layer, style)
    }
    columns |= {
        "_shape": F(layer.geom),
        "_fid": F(layer.key),
        "_class": class_of(layer, style.rules),
        "_labelled": _labelled(layer, style.rules),
        **_blocks(layer, pixel_side(layer.srid, query.srid, query.resolution * _BLOCK_PX)),
    }
    drawn: QuerySet[Any] = rows.annotate(**columns)
    if layer.time_end_field is not None:
        # The same unit has a row of every category: those of the style's alone are drawn.
        drawn = drawn.filter(_class__isnull=False)
    return drawn.values(*columns)


def published(fields: Sequence[Field]) -> sql.Composable:
    """The columns of ``tile_rows`` under their published names, the geometry left out."""
    columns: list[sql.Composable] = [sql.SQL('"_fid" AS "fid"')]
    for item in fields:
        source, name = sql.Identifier(f"_f_{item.name}"), sql.Identifier(item.name)
        columns.append(sql.SQL("{} AS {}").format(source, name))
    return sql.SQL(", ").join(columns)


def _named(layer: Layer, names: set[str]) -> list[Field]:
    return [item for item in layer.fields if item.name in names]


def _blocks(layer: Layer, side: float) -> dict[str, Combinable]:
    geom = F(layer.geom)
    places = {
        f"_block_{axis.lower()}": Sql(
            f"floor(ST_{axis}Min({{0}}) / {side!r})", geom, output_field=FloatField()
        )
        for axis in "XY"
    }
    extent = "ST_XMax({0}) - ST_XMin({0}) + ST_YMax({0}) - ST_YMin({0})"
    return {**places, "_size": Sql(extent, geom, output_field=FloatField())}


def _labelled(layer: Layer, rules: Sequence[Rule]) -> Combinable:
    labelling = [rule for rule in rules if rule.label]
    if any(rule.filter is None for rule in labelling):
        return Value(True)
    cases = [When(compile_filter(rule.filter, layer), then=Value(True)) for rule in labelling]
    return Case(*cases, default=Value(False), output_field=BooleanField())
