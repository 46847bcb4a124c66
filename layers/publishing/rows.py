"""The rows that a file would change, as lists and maps show them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet

from layers.errors import InvalidParameter
from layers.models import CandidateRow, Submission, SubmissionCell
from layers.publishing.previewing import versions_of
from layers.source import Source

# What a map of a page can show, and a browser draw at once.
MOST_FEATURES = 2_000
_CORNERS = 4
_DIGITS = 6


@dataclass(frozen=True)
class Shown:
    """A row in a list: of a changed one each value with what it was."""

    row: CandidateRow
    values: list[tuple[str, Any, Any]]


def rows_of(held: Submission, change: str, table: str = "") -> QuerySet[CandidateRow]:
    """The rows of one change, of one table where that is asked, in the file's order."""
    found = CandidateRow.objects.filter(submission=held, change=change).defer("geom")
    return found.filter(table=table) if table else found


def shown(row: CandidateRow) -> Shown:
    """The row's values by column; beside each of a changed one what it was."""
    now, before = row.values or {}, row.before or {}
    names = sorted({*now, *before})
    return Shown(row, [(name, before.get(name), now.get(name)) for name in names])


def features(held: Submission, bbox: str, change: str) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946) of the rows within a rectangle, the first ones.

    ``bbox`` is west,south,east,north in degrees, empty for everywhere. ``numberMatched`` is not
    given: counting would cost more than showing. Raises InvalidParameter.
    """
    found = CandidateRow.objects.filter(submission=held, geom__isnull=False)
    if change in CandidateRow.Change.values:
        found = found.filter(change=change)
    if bbox:
        found = found.filter(geom__bboverlaps=_rectangle(bbox))
    shaped = found.annotate(shape=AsGeoJSON("geom", precision=_DIGITS)).defer("geom", "values")
    listed = list(shaped[: MOST_FEATURES + 1])
    return {
        "type": "FeatureCollection",
        "isComplete": len(listed) <= MOST_FEATURES,
        "features": [
            {
                "type": "Feature",
                "id": row.pk,
                "geometry": json.loads(row.shape),
                "properties": {"label": row.label, "change": row.change, "row": row.number},
            }
            for row in listed[:MOST_FEATURES]
        ],
    }


def extent(held: Submission) -> tuple[float, float, float, float] | None:
    """West, south, east and north of all rows that have a place; None where none has."""
    rows = CandidateRow.objects.filter(submission=held, geom__isnull=False)
    box: tuple[float, float, float, float] | None = rows.aggregate(box=Extent("geom"))["box"]
    return box


def is_stale(held: Submission, source: Source) -> bool:
    """Whether the layers changed since the rows were compared with them."""
    return bool(held.compared_at) and held.compared_at != versions_of(source)


def lacks(held: Submission, column: str) -> bool:
    """Whether rows were refused since nothing says their zone or datum."""
    names = {"zone": "zona", "datum": "datum"}
    refused = SubmissionCell.objects.filter(
        submission=held, effect=SubmissionCell.Effect.REFUSED, column=names[column]
    )
    return refused.exists()


def _rectangle(text: str) -> Polygon:
    try:
        corners = [float(part) for part in text.split(",")]
    except ValueError:
        corners = []
    if len(corners) != _CORNERS or not all(-360 <= corner <= 360 for corner in corners):
        raise InvalidParameter("bbox: oeste,sur,este,norte en grados.", parameter="bbox")
    west, south, east, north = corners
    return Polygon.from_bbox((west, south, east, north))
