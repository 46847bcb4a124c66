"""A feature query carried out: one QuerySet, one SQL statement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from layers import paging, versions
from layers.bbox import Bbox
from layers.encodings.base import Encoding
from layers.errors import InvalidParameter
from layers.fields import FieldType
from layers.filters.compiler import apply_filter
from layers.layer import Layer
from layers.query import FeatureQuery
from layers.sql import literal_sql
from layers.stream import RowStream
from layers.thinning import thin
from layers.written import literal_statement

_COUNT_SECONDS = 3600
# Of a page of so many rows none is read by parallel workers.
_SMALL_PAGE = 10_000
# The OGC API's page and what a GetFeatureInfo names, unless asked otherwise.
_FEW = 10


def select(query: FeatureQuery) -> QuerySet[Any]:
    """The rows that match, in their model's order (a map is painted in it)."""
    layer = query.layer
    rows = layer.rows(query.user)
    if query.fids is not None:
        rows = of_keys(layer, rows, query.fids)
    if query.bbox is not None:
        rows = _inside(rows, layer, query.bbox, exact=query.resolution is None)
    if query.filter is not None:
        rows = apply_filter(rows, query.filter, layer)
    if query.resolution is not None:
        rows = thin(rows, query.layer, query.srid, query.resolution)
    return rows


def count(query: FeatureQuery) -> int:
    """How many features match, exactly; remembered while the layer's data stay the same.

    Paging does not enter: ``limit``, ``offset`` and ``after`` are ignored (WFS numberMatched).
    """
    return counted(query, digest(query))


def counted(query: FeatureQuery, found: str) -> int:
    """``count`` of a query whose ``digest`` is known already."""
    key = f"count:{found}"
    number: int | None = cache.get(key)
    if number is None:
        number = select(query).order_by().count()
        cache.set(key, number, _COUNT_SECONDS)
    return number


def digest(query: FeatureQuery) -> str:
    """The same for queries that find the same rows of the same data, in whatever order or form.

    What the user may see is part of the SQL, so audiences don't mix.
    """
    rows = select(query).order_by().values("pk")
    # The parameters bound: an adapted geometry's repr is its address in memory.
    found = hashlib.sha256(literal_sql(rows).encode()).hexdigest()
    return f"{query.layer.name}:{versions.seen(query.layer, query.user)}:{found}"


def cursor_before(query: FeatureQuery) -> str | None:
    """The cursor of the last feature that ``offset`` skips; None where there aren't as many.

    What is skipped is read as keys, often from an index alone.
    """
    layer = query.layer
    rows = _ordered(query)
    skipped = rows.values(layer.key)[query.offset - 1 : query.offset]
    last = layer.rows(query.user).filter(**{f"{layer.key}__in": skipped})
    last = last.annotate(_cursor=paging.cursor_column(layer, query.sort))
    values: str | None = last.values_list("_cursor", flat=True).first()
    return None if values is None else paging.write_cursor(query.sort, values.encode())


def stream(query: FeatureQuery, encoding: Encoding) -> RowStream:
    """The encoded features as rows of one text column, in the query's order."""

    def rows() -> QuerySet[Any, Any]:
        found = _ordered(query).annotate(_row=encoding.row(query))
        return _sliced(found, query).values_list("_row")

    return RowStream(
        literal_statement(query, encoding, rows),
        is_whole=_is_whole(query),
        are_few=_are_few(query),
    )


def page(query: FeatureQuery, encoding: Encoding) -> FeaturePage:
    """The encoded features of one page, which afterwards knows where the next one starts."""
    if query.limit is None:
        raise InvalidParameter(parameter="limit")
    rows = _ordered(query).annotate(
        _row=encoding.row(query), _cursor=paging.cursor_column(query.layer, query.sort)
    )
    one_more = rows[query.offset : query.offset + query.limit + 1]
    statement = literal_sql(one_more.values_list("_row", "_cursor"))
    return FeaturePage(
        query, RowStream(statement, is_whole=_is_whole(query), are_few=_are_few(query))
    )


class FeaturePage:
    """Iterates over the encoded features of a page.

    Once exhausted, ``number_returned`` and ``next_after`` (None on the last page) are known:
    one row beyond the limit is asked for and left out.
    """

    def __init__(self, query: FeatureQuery, rows: RowStream) -> None:
        self._query = query
        self._rows = rows
        self.number_returned = 0
        self.next_after: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        last: bytes | None = None
        for row, cursor in self._rows:
            if self.number_returned == self._query.limit:
                # Not a break: the query ends with this row, and needn't be cancelled then.
                if last is not None:
                    self.next_after = paging.write_cursor(self._query.sort, last)
                continue
            assert row is not None, "an encoding must not write NULL"
            self.number_returned += 1
            last = cursor
            yield row
        self.close()

    def close(self) -> None:
        """Give the connection back; harmless when done already."""
        self._rows.close()


def _are_few(query: FeatureQuery) -> bool:
    """Whether the features fit into memory, however many corners they have."""
    return query.limit is not None and query.limit <= _FEW


def _is_whole(query: FeatureQuery) -> bool:
    """Whether about all of a table may have to be read."""
    is_small = query.limit is not None and query.limit <= _SMALL_PAGE
    return query.bbox is None and query.fids is None and not is_small


def _ordered(query: FeatureQuery) -> QuerySet[Any]:
    rows = select(query)
    if query.after is not None:
        rows = rows.filter(paging.after(query.layer, query.sort, query.after))
    return rows.order_by(*paging.ordering(query.layer, query.sort))


def _sliced(rows: QuerySet[Any], query: FeatureQuery) -> QuerySet[Any]:
    if query.limit is None:
        return rows[query.offset :] if query.offset else rows
    return rows[query.offset : query.offset + query.limit]


def _inside(rows: QuerySet[Any], layer: Layer, bbox: Bbox, *, exact: bool) -> QuerySet[Any]:
    """Rows that intersect the box; a drawing is content with their rectangles meeting."""
    polygon = bbox.polygon(layer.srid)
    if polygon is None:
        return rows.none()
    lookup = "intersects" if exact else "bboverlaps"
    return rows.filter(**{f"{layer.geom}__{lookup}": polygon})


def of_keys(layer: Layer, rows: QuerySet[Any], fids: tuple[str, ...]) -> QuerySet[Any]:
    """Those of the layer's rows that have these keys."""
    return rows.filter(**{f"{layer.key}__in": _keys(layer, fids)})


def _keys(layer: Layer, fids: tuple[str, ...]) -> list[Any]:
    """Keys in the column's type; text that can't be one matches nothing."""
    if layer.key_type is FieldType.STRING:
        return [fid for fid in fids if "\x00" not in fid]
    numbers = [int(fid) for fid in fids if fid.isascii() and fid.isdigit() and len(fid) < 19]
    asked = frozenset(fids)
    return [number for number in numbers if str(number) in asked]  # «07» is not feature 7
