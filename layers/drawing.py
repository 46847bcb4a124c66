"""What Mapnik needs of a layer: its geometry, the class and the label of each feature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    IntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast
from psycopg import sql

from layers.expressions import Sql
from layers.features import select
from layers.filters.compiler import compile_filter
from layers.layer import AnyUser, Layer
from layers.query import FeatureQuery
from layers.sql import literal_sql
from layers.styles.model import Rule
from layers.thinning import grid_names, simplified, thin_to_grid

GEOMETRY_COLUMN = "geom"
CLASS_COLUMN = "class"
LABEL_COLUMN = "label"
# 0, 1 or 2: only where a layer's geometries are mixed.
DIMENSION_COLUMN = "dimension"

_PIXEL = ("NULLIF(!pixel_width!, 0)", "NULLIF(!pixel_height!, 0)")
_TABLE = (
    '(SELECT "_geometry" AS {}, "_class" AS {}, {} AS {} FROM ({}) AS r '
    'WHERE "_class" IS NOT NULL{}) AS features'
)
# Of a row with points, lines and polygons one of each dimension, of which a symbol is chosen; its
# label is at the part of the highest.
_MIXED_TABLE = (
    '(SELECT ST_CollectionExtract("_geometry", dimension + 1) AS {}, "_class" AS {}, '
    'CASE WHEN dimension = ST_Dimension("_geometry") THEN {} END AS {}, dimension '
    'FROM ({}) AS r, generate_series(0, 2) AS dimension WHERE "_class" IS NOT NULL '
    'AND NOT ST_IsEmpty(ST_CollectionExtract("_geometry", dimension + 1)){}) AS features'
)
_LABEL_ORDER = ' ORDER BY "_class", "_priority" DESC NULLS LAST'


def mapnik_table(
    layer: Layer,
    user: AnyUser,
    rules: tuple[Rule, ...],
    filter: dict[str, Any] | None = None,
    thinned: bool = True,
) -> str:
    """The features as a parenthesised subquery, the form Mapnik takes as its table.

    Columns: ``geom`` in the layer's own CRS, ``class``, the index of the first of ``rules``
    that the feature matches (features that match none are left out), and ``label``, the text
    of that rule's label or NULL; of mixed geometries ``dimension`` as well. Features
    whose label goes first come first.

    Of points on one pixel one is left where ``thinned``, which pays where a map is small.

    The rectangle and the pixel are Mapnik's tokens, so that one text serves every picture.
    While it looks at the columns they are ±3.4e38 and 0: so the first is not transformed,
    and the second does not divide.
    """
    if filter is None and layer.same_for_everyone:
        return _shared_table(layer, rules, thinned)
    return _table(layer, user, rules, filter, thinned)


# Building the query takes longer than many a tile takes to draw. A layer and its rules never
# change while the site runs.
@lru_cache(maxsize=512)
def _shared_table(layer: Layer, rules: tuple[Rule, ...], thinned: bool) -> str:
    return _table(layer, AnonymousUser(), rules, None, thinned)


def _table(
    layer: Layer,
    user: AnyUser,
    rules: tuple[Rule, ...],
    filter: dict[str, Any] | None,
    thinned: bool,
) -> str:
    important = OrderBy(F("_priority"), descending=True, nulls_last=True)
    texts = _label_texts(layer, rules)
    names = ["_geometry", "_class", "_priority", *texts]
    rows = select(FeatureQuery(layer, user, filter=filter))
    rows = rows.filter(Sql("{0} && !bbox!", F(layer.geom), output_field=BooleanField()))
    rows = rows.annotate(
        _geometry=simplified(F(layer.geom), layer, _PIXEL[0]),
        _class=class_of(layer, rules),
        _priority=_priority(layer, rules),
        **texts,
    )
    if thinned and layer.geometry_type == "Point":
        rows = thin_to_grid(rows, layer, _PIXEL, ("_class",), (important,))
        names += grid_names(rows)
    table = sql.SQL(_MIXED_TABLE if layer.shape_type.is_mixed else _TABLE).format(
        sql.Identifier(GEOMETRY_COLUMN),
        sql.Identifier(CLASS_COLUMN),
        _label(rules),
        sql.Identifier(LABEL_COLUMN),
        sql.SQL(literal_sql(rows.values(*names))),
        sql.SQL(_LABEL_ORDER if texts else ""),
    )
    return table.as_string(None)


def class_of(layer: Layer, rules: Sequence[Rule]) -> Combinable:
    """The index of the first rule that a row matches; NULL where none does."""
    cases: list[When] = []
    default = Value(None)
    for index, rule in enumerate(rules):
        if rule.filter is None:
            default = Value(index)
            break
        cases.append(When(compile_filter(rule.filter, layer), then=Value(index)))
    return Case(*cases, default=default, output_field=IntegerField())


def _label_texts(layer: Layer, rules: Sequence[Rule]) -> dict[str, Combinable]:
    """A column of text for each field that some rule's label shows."""
    fields = {rule.label.field for rule in rules if rule.label}
    return {f"_l_{name}": Cast(F(layer.field(name).path), TextField()) for name in sorted(fields)}


def _label(rules: Sequence[Rule]) -> sql.Composable:
    """The text of the rule that the feature follows; outside, where the class is a column."""
    cases = [
        sql.SQL("WHEN {} THEN {}").format(index, sql.Identifier(f"_l_{rule.label.field}"))
        for index, rule in enumerate(rules)
        if rule.label
    ]
    if not cases:
        return sql.SQL("NULL::text")
    return sql.SQL('CASE "_class" {} END').format(sql.SQL(" ").join(cases))


def _priority(layer: Layer, rules: Sequence[Rule]) -> Combinable:
    """The field that ranks labels; the rules of a style share one."""
    for rule in rules:
        if rule.label and rule.label.priority:
            return Cast(F(layer.field(rule.label.priority).path), FloatField())
    return Value(None, output_field=FloatField())
