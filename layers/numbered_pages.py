"""Pages asked for by the number of features before them, as WFS's ``startIndex`` does.

SQL's OFFSET reads all that it skips, and writes out what it will throw away. So the page's start
is looked for among the keys alone, and the page itself is read by cursor (``layers.paging``).
Where a page ends is remembered, since the next one asked for usually starts there: a client that
walks through a layer skips nothing. What is remembered lies in the database, whatever process
answers next, and is of one query, one audience and one data version: an edit outdates it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from layers import features, paging
from layers.database_faults import database_faults
from layers.encodings.base import Encoding
from layers.errors import InvalidParameter
from layers.features import FeaturePage
from layers.models import PageStart
from layers.query import FeatureQuery

# So few rows are skipped in less time than it takes to look a start up; and a query's starts
# are remembered no nearer to one another.
STRETCH = 1_000
_KEPT = timedelta(hours=1)
_MOST_KEPT = 20_000

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class NumberedFeatures:
    """The features that a query finds, counted, and read by pages (its own paging is ignored)."""

    def __init__(self, query: FeatureQuery) -> None:
        self._query = replace(query, offset=0, limit=None, after=None)
        # The data version is part of it, and read before any row is: what an edit in between
        # makes of them is remembered of the former version at most, which nobody asks for again.
        self._digest = features.digest(self._query)
        self.number_matched = features.counted(self._query, self._digest)

    def page(self, offset: int, limit: int, encoding: Encoding) -> NumberedPage | None:
        """The encoded features of the page after ``offset`` others; None where there is none."""
        number = min(limit, self.number_matched - offset)
        if number <= 0:
            return None
        query = replace(self._query, offset=offset, limit=number)
        if offset + number < STRETCH or (offset, number) == (0, self.number_matched):
            return NumberedPage(features.page(query, encoding), None)
        starts = _Starts(query, self._digest)
        return NumberedPage(features.page(starts.sought(), encoding), starts)

    def rows(self, rows: QuerySet[Any], offset: int, limit: int) -> list[Any]:
        """Those of a page as models: ``rows`` are the query's, with what is to be read of each."""
        number = min(limit, self.number_matched - offset)
        if number <= 0:
            return []
        layer = self._query.layer
        starts = _Starts(replace(self._query, offset=offset, limit=number), self._digest)
        query = starts.sought()
        if query.fids == ():
            return []
        if query.after is not None:
            rows = rows.filter(paging.after(layer, query.sort, query.after))
        ordered = rows.order_by(*paging.ordering(layer, query.sort))
        found = list(ordered[query.offset : query.offset + number])
        if found and offset + len(found) >= STRETCH and offset + number < self.number_matched:
            last = json.dumps([getattr(found[-1], layer.key)]).encode()
            starts.remember_end(len(found), paging.write_cursor((), last))
        return found


class NumberedPage:
    """Iterates over the encoded features of a page, and then remembers where the next starts."""

    def __init__(self, page: FeaturePage, starts: _Starts | None) -> None:
        self._page = page
        self._starts = starts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._page
        if self._starts is not None and self._page.next_after is not None:
            self._starts.remember_end(self._page.number_returned, self._page.next_after)

    def close(self) -> None:
        """Give the connection back; harmless when done already."""
        self._page.close()


class _Starts:
    """The remembered starts of one query's pages; ``found`` is the digest of what it finds."""

    def __init__(self, query: FeatureQuery, found: str) -> None:
        self._query = query
        text = f"{found} {paging.signature(query.sort)}"
        self._digest = hashlib.sha256(text.encode()).hexdigest()

    def sought(self) -> FeatureQuery:
        """The same page by cursor."""
        query = self._query
        if query.offset < STRETCH:
            return query
        near = self._nearest()
        if near is None:
            _attempted(_forget)
        elif near.position == query.offset:
            return replace(query, offset=0, after=near.cursor)
        else:
            query = replace(query, offset=query.offset - near.position, after=near.cursor)
        with database_faults():
            cursor = features.cursor_before(query)
        if cursor is not None and not self._is_readable(cursor):
            return query
        if cursor is None:  # it would start where there is nothing any more
            return replace(query, offset=0, fids=())
        self._remember(self._query.offset, cursor)
        return replace(query, offset=0, after=cursor)

    def remember_end(self, returned: int, cursor: str) -> None:
        """Where the page after this one starts."""
        if self._is_readable(cursor):
            self._remember(self._query.offset + returned, cursor)

    def _remember(self, position: int, cursor: str) -> None:
        start = PageStart(
            query=self._digest, stretch=position // STRETCH, position=position, cursor=cursor
        )
        _attempted(
            lambda: PageStart.objects.bulk_create(
                [start],
                update_conflicts=True,
                unique_fields=["query", "stretch"],
                update_fields=["position", "cursor", "remembered_at"],
            )
        )

    def _is_readable(self, cursor: str) -> bool:
        """Not where a number is none: JSON has no NaN."""
        try:
            paging.after(self._query.layer, self._query.sort, cursor)
        except InvalidParameter:
            return False
        return True

    def _nearest(self) -> PageStart | None:
        starts = PageStart.objects.filter(query=self._digest, position__lte=self._query.offset)
        return _attempted(starts.order_by("-stretch").first)


def _forget() -> None:
    """Take out what is old, and what is too much; whenever a new query begins."""
    newest = PageStart.objects.aggregate(newest=Max("pk"))["newest"] or 0
    is_old = Q(remembered_at__lt=timezone.now() - _KEPT) | Q(pk__lte=newest - _MOST_KEPT)
    PageStart.objects.filter(is_old).delete()


def _attempted(statement: Callable[[], Result]) -> Result | None:
    """An answer doesn't fail because a disk is full, or a standby keeps no such table."""
    try:
        with transaction.atomic():
            return statement()
    except DatabaseError as error:
        _log.info("where pages start isn't remembered: %s", error)
        return None
