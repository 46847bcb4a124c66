"""What a drawing needs of a layer: its geometry and the fields its style reads, nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from psycopg import sql

from layers.encodings.base import key_text
from layers.features import FeatureQuery, select
from layers.sql import literal_sql

GEOMETRY_COLUMN = "geom"


def drawn_fields(query: FeatureQuery) -> list[str]:
    """Names of the fields that the layer's style and its features' titles need."""
    layer = query.layer
    needed = layer.style.fields() | {layer.title_field}
    return [item.name for item in layer.fields if item.name in needed]


def drawing_rows(query: FeatureQuery, geometry: Combinable) -> QuerySet[Any]:
    """Rows of ``_geometry``, ``_fid`` and ``_f_<name>`` for each drawn field.

    The prefixes keep the columns apart from the model's own names.
    """
    rows = select(query)
    thinning = [name for name in rows.query.annotations if name.startswith("_thin_")]
    fields = {f"_f_{name}": F(query.layer.field(name).path) for name in drawn_fields(query)}
    drawn: QuerySet[Any] = rows.annotate(_geometry=geometry, _fid=key_text(query), **fields)
    return drawn.values("_geometry", "_fid", *fields, *thinning)


def published_columns(query: FeatureQuery) -> sql.Composable:
    """The columns of ``drawing_rows`` under their published names, the geometry left out."""
    columns: list[sql.Composable] = [sql.SQL('"_fid" AS "fid"')]
    for name in drawn_fields(query):
        column = sql.SQL("{} AS {}").format(sql.Identifier(f"_f_{name}"), sql.Identifier(name))
        columns.append(column)
    return sql.SQL(", ").join(columns)


def mapnik_table(query: FeatureQuery) -> str:
    """The drawing's rows as a parenthesised subquery, the form Mapnik takes as its table.

    Columns: ``geom`` in the layer's own CRS (Mapnik adds its ``&&`` on it, and the spatial
    index serves that), ``fid`` and the drawn fields.
    """
    rows = literal_sql(drawing_rows(query, F(query.layer.geom)))
    table = sql.SQL('(SELECT "_geometry" AS {}, {} FROM ({}) AS r) AS features').format(
        sql.Identifier(GEOMETRY_COLUMN), published_columns(query), sql.SQL(rows)
    )
    return table.as_string(None)
