"""Statements about a rectangle that are written once a process.

What a click on a map asks differs from the click before by its rectangle alone, and to have Django
write the statement takes a third of such a request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.backends.postgis.adapter import PostGISAdapter
from django.db.models import QuerySet

from layers.encodings.base import Encoding
from layers.layer import Layer
from layers.query import FeatureQuery
from layers.sql import literal, sql_and_params

# Styles and scales of the layers that are asked for; a filter of one's own makes another.
_MOST = 256
_LONGEST_FILTER = 2_000


@dataclass(frozen=True)
class _Statement:
    """SQL with its parameters, of which that at ``place`` is the rectangle."""

    layer: Layer
    sql: str
    params: tuple[Any, ...]
    place: int


# The oldest first.
_written: dict[tuple[object, ...], _Statement] = {}
_lock = threading.Lock()


def literal_statement(
    query: FeatureQuery, encoding: Encoding, write: Callable[[], QuerySet[Any]]
) -> str:
    """The SQL of ``write``'s rows with every value bound; ``write`` is called where it must be."""
    polygon = None if query.bbox is None else query.bbox.polygon(query.layer.srid)
    if polygon is None or not _differs_by_rectangle_alone(query):
        return literal(*sql_and_params(write()))
    rectangle = PostGISAdapter(polygon)
    key = _key(query, encoding)
    known = _written.get(key)
    if known is None or known.layer is not query.layer:
        sql, params = sql_and_params(write())
        _remember(key, query.layer, sql, params, rectangle)
        return literal(sql, params)
    place = known.place
    return literal(known.sql, (*known.params[:place], rectangle, *known.params[place + 1 :]))


def _differs_by_rectangle_alone(query: FeatureQuery) -> bool:
    layer = query.layer
    return (
        layer.same_for_everyone
        and layer.version is None
        and query.fids is None
        and query.after is None
        and query.resolution is None
    )


def _key(query: FeatureQuery, encoding: Encoding) -> tuple[object, ...]:
    return (
        query.layer.name,
        repr(encoding),
        repr(query.filter),
        query.srid,
        query.sort,
        query.limit,
        query.offset,
        query.fields,
        query.with_geometry,
    )


def _remember(
    key: tuple[object, ...],
    layer: Layer,
    sql: str,
    params: tuple[Any, ...],
    rectangle: PostGISAdapter,
) -> None:
    shapes = [place for place, given in enumerate(params) if isinstance(given, PostGISAdapter)]
    # A filter's own shape might be the same one: which is which nobody could tell.
    if len(shapes) != 1 or params[shapes[0]] != rectangle or len(repr(key)) > _LONGEST_FILTER:
        return
    with _lock:
        while len(_written) >= _MOST:
            del _written[next(iter(_written))]
        _written[key] = _Statement(layer, sql, params, shapes[0])
