"""What layers' rows amount to: how many, how far, of which sources. Few queries for all of them.

To write out such a query takes longer than to answer it, and of a layer whose rows are everybody's
it is always the same: it is written once a process, and its answer is kept (``territory.kept``), so
that to count a national table is not what a process begins with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import Extent as ExtentAggregate
from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db import connection
from django.db.models import CharField, Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast

from layers.layer import AnyUser, Layer
from territory.kept import Question, Row, answers_to, ask_now, is_kept, question_of
from territory.models import BoundarySource

Extent = tuple[float, float, float, float]

# The columns of layers differ; a name that no model has tells them from a row's own.
_COLUMN = "measured_{}"


@dataclass(frozen=True)
class Measured:
    """What the rows of a layer say together; of no rows nothing but their number is known."""

    rows: int = 0
    samples: int = 0
    extent: Extent | None = None
    has_approximate_boundaries: bool = False
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    cutoff_date: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class _Statement:
    """A layer's SELECT of one row, or of none, with the fields of the dates in it."""

    layer: Layer
    question: Question
    dates: Mapping[str, Any]

    @property
    def is_kept(self) -> bool:
        """Whether its answer is, which mustn't depend on who asks."""
        return _is_everybodys(self.layer) and is_kept(self.question)


# Those of layers that are written in code, by name.
_written: dict[str, _Statement] = {}


def measure(layers: Iterable[Layer], user: AnyUser) -> dict[str, Measured]:
    """Layer name → what those of its rows amount to that the user may see.

    A query for what is kept, a second where any of it isn't yet, and one for what never is.
    """
    every = list(layers)
    statements = [found for layer in every if (found := _statement(layer, user))]
    measured = {layer.name: Measured() for layer in every}
    for asked, ask in (
        ([one for one in statements if one.is_kept], answers_to),
        ([one for one in statements if not one.is_kept], ask_now),
    ):
        answers = ask([one.question for one in asked])
        # A layer without a row has no answer.
        measured |= {
            one.layer.name: _measured(rows[0], one.dates)
            for one, rows in zip(asked, answers, strict=True)
            if rows
        }
    return measured


def _statement(layer: Layer, user: AnyUser) -> _Statement | None:
    """None where there can be no row."""
    written = _written.get(layer.name)
    if written is not None and written.layer is layer:
        return written
    rows = _aggregated(layer, layer.rows(user).order_by())
    question = question_of(rows)
    if question is None:
        return None
    annotations = rows.query.annotations
    dates = {
        name: annotations[column].output_field
        for name in ("cutoff_date", "first", "last")
        if (column := _COLUMN.format(name)) in annotations
    }
    statement = _Statement(layer, question, dates)
    if _is_everybodys(layer):
        _written[layer.name] = statement
    return statement


def _is_everybodys(layer: Layer) -> bool:
    return layer.same_for_everyone and layer.version is None


def _aggregated(layer: Layer, rows: QuerySet[Any]) -> QuerySet[Any]:
    found: dict[str, Any] = {"rows": Count("pk"), "extent": ExtentAggregate(layer.geom)}
    if layer.sample_path:
        found["samples"] = Count("pk", filter=Q(**{layer.sample_path: True}))
    if layer.boundary_path:
        approximate = Q(**{layer.boundary_path: BoundarySource.APPROXIMATE})
        found["has_approximate_boundaries"] = BoolOr(approximate)
    texts = {
        "origins": layer.boundary_origin_path,
        "sources": layer.source_path,
        "addresses": layer.source_url_path,
    }
    found |= {name: ArrayAgg(path, distinct=True) for name, path in texts.items() if path}
    if layer.cutoff_path:
        found["cutoff_date"] = Max(layer.cutoff_path)
    if layer.time_field is not None:
        start = layer.field(layer.time_field).path
        end = layer.field(layer.time_end_field).path if layer.time_end_field else start
        found |= {"first": Min(start), "last": Max(end)}
    # All rows are one group, whatever the layer adds to each.
    whole = rows.values(**{_COLUMN.format("whole"): Cast(Value(None), CharField())})
    aggregated: QuerySet[Any] = whole.annotate(
        **{_COLUMN.format(name): what for name, what in found.items()}
    )
    return aggregated


def _measured(row: Row, dates: Mapping[str, Any]) -> Measured:
    """As the columns' types have it: JSON knows texts and numbers only."""
    ops: Any = connection.ops  # PostGIS's, of which Django's types know nothing

    def of(name: str) -> Any:
        return row.get(_COLUMN.format(name))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(text for text in of(name) or () if text)

    return Measured(
        rows=of("rows"),
        samples=of("samples") or 0,
        extent=ops.convert_extent(of("extent")),
        has_approximate_boundaries=bool(of("has_approximate_boundaries")),
        origins=texts("origins"),
        sources=texts("sources"),
        addresses=texts("addresses"),
        **{name: field.to_python(of(name)) for name, field in dates.items()},
    )
