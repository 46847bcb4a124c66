"""How many published things of each model lie within a shape, by one statement for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models.expressions import RawSQL

from territory.models.placed import PlacedRecord
from territory.published import published_rows

# Of a model's things within a shape these are counted; of the rest it is said that there are more.
# It bounds what a shape over half the country costs.
MAX_COUNTED = 10_000

_SHAPE = "(SELECT geom FROM given)"
_BRANCH = """
SELECT {place}, count(*), bool_or(is_sample), array_agg(DISTINCT source ORDER BY source),
    max(cutoff_date)
FROM ({things}) AS things
"""


@dataclass(frozen=True)
class Inside:
    """What of a model's published rows lies within a shape; a thing in several rows is one.

    ``count`` is None where there are some, but fewer than may be given (``smallest_count``).
    ``has_more`` where it stopped at ``MAX_COUNTED``. ``sources`` are of the things counted, in
    alphabetical order, and ``cutoff_date`` their latest; they are all samples, or none is.
    """

    model: type[PlacedRecord]
    count: int | None
    has_more: bool = False
    is_sample: bool = False
    sources: tuple[str, ...] = ()
    cutoff_date: dt.date | None = None


def has_positions(model: type[PlacedRecord]) -> bool:
    """Whether the model's rows have places of their own, which alone can lie within a shape."""
    return any(field.name == "geom" for field in model._meta.fields)


def things_inside(shape: GEOSGeometry, models: Iterable[type[PlacedRecord]]) -> list[Inside]:
    """What lies within a shape (EPSG:4326, valid), of each of the models that have positions.

    A thing lies within if any of it does: what only shares a border with the shape doesn't,
    but a point on it does. One statement, whatever the number of models.
    """
    counted = [model for model in models if has_positions(model)]
    if not counted:
        return []
    parts, parameters = zip(*map(_counted, counted), strict=True)
    statement = "WITH given AS MATERIALIZED (SELECT ST_GeomFromEWKB(%s) AS geom)\n"
    statement += "\nUNION ALL\n".join(
        _BRANCH.format(place=place, things=part) for place, part in enumerate(parts)
    )
    values = [bytes(shape.ewkb), *(value for group in parameters for value in group)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = sorted(cursor.fetchall())
    return [_inside(model, *row[1:]) for model, row in zip(counted, rows, strict=True)]


def _counted(model: type[PlacedRecord]) -> tuple[str, Sequence[Any]]:
    """The SELECT of a model's things within the shape, one row each, and its values."""
    options: Any = model._meta  # the type checker knows of none that every model has
    geom = options.get_field("geom")
    given = RawSQL(_SHAPE, [], output_field=GeometryField(srid=4326))  # noqa: S611 (no input)
    rows = published_rows(model).filter(geom__intersects=given)
    if not isinstance(geom, PointField):
        rows = rows.exclude(geom__touches=given)
    once_per = model.measures[0].once_per if model.measures else ()
    if once_per:
        rows = rows.order_by(*once_per, "pk").distinct(*once_per)
    rows = rows.values("is_sample", "source", "cutoff_date")[: MAX_COUNTED + 1]
    return rows.query.sql_with_params()


def _inside(
    model: type[PlacedRecord],
    number: int,
    is_sample: bool | None,
    sources: list[str] | None,
    cutoff_date: dt.date | None,
) -> Inside:
    if 0 < number < model.smallest_count:
        # Not their date either: few rows have few dates.
        return Inside(model, None, is_sample=bool(is_sample))
    return Inside(
        model,
        min(number, MAX_COUNTED),
        number > MAX_COUNTED,
        bool(is_sample),
        tuple(sources or ()),
        cutoff_date,
    )
