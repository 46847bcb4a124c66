"""A source's rows put in place, and what follows from it in the same transaction."""

from __future__ import annotations

from typing import Any

from layers import overviews, versions
from layers.loading import disclosed
from layers.loading.counting import count_with_commit
from layers.loading.rows import Row, RowsByTable
from layers.loading.swap import Part, Swapped, swap_rows
from layers.source import Source
from territory.models import PublishedPart


def no_rows(source: Source) -> dict[str, list[Row]]:
    """Of each of its tables."""
    return {table.name: [] for table in source.tables}


def swap(
    source: Source,
    rows: RowsByTable,
    *,
    samples: bool,
    feed: str,
    part: PublishedPart | None = None,
) -> dict[str, Swapped]:
    """Make the facts of a part, or the samples, these rows; gives what was written, by table."""
    scope: dict[str, Any] = {"is_sample": samples}
    if source.has_feeds:
        scope["feed"] = feed
    if source.disclosure is not None:
        (table,) = source.tables
        key = None if part is None else part.pk
        placed = disclosed.put_in_place(source, rows[table.name], samples=samples, part=key)
        return _swapped(source, {table.name: placed})
    swapped = {
        table.name: swap_rows(
            table.model,
            rows[table.name],
            columns=table.columns,
            key=table.key,
            scope=scope,
            part=None if part is None else Part(part.pk, tuple(part.covers)),
        )
        for table in source.tables
    }
    return _swapped(source, swapped)


def _swapped(source: Source, swapped: dict[str, Swapped]) -> dict[str, Swapped]:
    """Put in order what depends on the rows."""
    if any(table.changed for table in swapped.values()):
        source.refresh_derived()
        versions.bump(*source.layers)
        overviews.refresh_after_commit(source.layers)
    count_with_commit(source)
    return swapped
