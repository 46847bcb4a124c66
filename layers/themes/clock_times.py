"""Times of day, which rows keep as "HH:MM", as layers publish them."""

from __future__ import annotations

from django.db.models import F

from layers.expressions import Sql


def clock_text(path: str) -> Sql:
    """The time of day at an ORM path as "08 h 29 min"; null where it is null.

    GDAL takes "08:29" in GeoJSON for a time, and QGIS (3.22's OGC API client) that for no value:
    what has no colon stays a text in every client.
    """
    return Sql("replace({0}, ':', ' h ') || ' min'", F(path))
