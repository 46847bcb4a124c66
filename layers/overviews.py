"""Small maps of large point layers: which points a coarse grid keeps, chosen beforehand.

Thinning half a million points while a map of the country is drawn means to read and sort them
all. An overview holds, for every cell of a web map's pixels and every class of the layer's
style, the first point; coarser cells are made of finer ones, so a point carries the coarsest
level at which it stays. A point whose neighbours on the grid would be drawn over it is marked,
and left out where the symbols are opaque and wide enough.

An overview serves the data version and the classes that it was made of and no other: where it
doesn't fit, the map is thinned from the rows themselves.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import F
from psycopg import sql

from layers import registry, versions
from layers.drawing import CLASS_COLUMN, GEOMETRY_COLUMN, LABEL_COLUMN, class_of
from layers.layer import Layer
from layers.models import Overview, OverviewPoint
from layers.sql import literal_sql
from layers.styles.model import Rule
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# Zooms of a web map whose pixel is a level's cell. Below the first the country is a stamp; above
# the last a map holds so small a part of it that its rows are thinned quickly as they are.
COARSEST, FINEST = 3, 7
# A layer with fewer points is drawn about as fast without.
LEAST_POINTS = 50_000
_OVERVIEW_SRID = 4326
# A symbol so wide covers what lies beside it.
_COVERING_PX = 4
_PIXELS_AROUND_THE_WORLD = 256


def cell_deg(level: int) -> float:
    """The side of a level's cells: a pixel of that zoom, in degrees of longitude."""
    return 360.0 / (_PIXELS_AROUND_THE_WORLD << level)


def refresh_all() -> list[str]:
    """Makes what is missing or stale; gives the names of the layers that it made one for."""
    return [layer.name for layer in registry.LAYERS if _can_have_one(layer) and refresh(layer)]


def refresh(layer: Layer) -> bool:
    """Makes the layer's overview unless it is there already; False where nothing was to do."""
    # Read first: rows that change meanwhile raise the version, and the overview is then stale.
    version = versions.of(layer.name)
    classes = _digest(layer.style.rules)
    wanted = {"version": version, "classes": classes}
    if Overview.objects.filter(pk=layer.name, **wanted).exists():
        return False
    with transaction.atomic():
        OverviewPoint.objects.filter(layer=layer.name).delete()
        Overview.objects.filter(pk=layer.name).delete()
        rows = layer.rows(AnonymousUser())
        if rows.count() < LEAST_POINTS:
            return False
        _fill(layer)
        Overview.objects.create(layer=layer.name, **wanted)
    with connection.cursor() as cursor:
        cursor.execute(_SQL["analyze"])
    return True


def mapnik_table(layer: Layer, rules: Sequence[Rule], pixel_deg: float) -> str | None:
    """As ``layers.drawing.mapnik_table``, of the overview; None where it can't serve.

    ``pixel_deg`` is the side of the map's pixel in degrees. The cells are no larger.
    """
    if not _can_have_one(layer) or pixel_deg < cell_deg(FINEST):
        return None
    if any(rule.label for rule in rules):  # it holds no texts
        return None
    made_of = Overview.objects.filter(pk=layer.name, classes=_digest(rules))
    version = made_of.values_list("version", flat=True).first()
    if version is None or version != versions.of(layer.name):
        return None
    level = max(COARSEST, math.ceil(math.log2(cell_deg(0) / pixel_deg)))
    left_out = 1 << level if _hide_what_they_cover(rules) else 0
    return _as_text(
        "mapnik_table",
        layer=sql.Literal(layer.name),
        level=sql.Literal(level),
        left_out=sql.Literal(left_out),
    )


def _can_have_one(layer: Layer) -> bool:
    return (
        layer.geometry_type == "Point" and layer.srid == _OVERVIEW_SRID and layer.same_for_everyone
    )


def _hide_what_they_cover(rules: Sequence[Rule]) -> bool:
    """Whether the symbols of four neighbouring pixels leave nothing to see of the one between.

    The middles of two neighbours are less than two pixels apart.
    """
    return all(
        rule.marker is not None
        and rule.marker.size_px >= _COVERING_PX
        and rule.marker.stroke is None
        and rule.marker.fill.opacity == 1
        and not rule.marker.fill.hatch
        for rule in rules
    )


def _digest(rules: Sequence[Rule]) -> str:
    """The filters decide a feature's class, and their order."""
    return hashlib.sha256(repr([rule.filter for rule in rules]).encode()).hexdigest()


def _fill(layer: Layer) -> None:
    located = layer.rows(AnonymousUser()).filter(**{f"{layer.geom}__isnull": False})
    rows = located.order_by().annotate(
        _key=F(layer.key), _geometry=F(layer.geom), _class=class_of(layer, layer.style.rules)
    )
    source = sql.SQL(literal_sql(rows.values("_key", "_geometry", "_class")))
    with connection.cursor() as cursor:
        cursor.execute(
            _as_text("choose", rows=source, level=sql.Literal(FINEST), **_cell(FINEST)), None
        )
        for level in range(FINEST - 1, COARSEST - 1, -1):
            cursor.execute(_as_text("coarsen", level=sql.Literal(level), **_cell(level)), None)
        for level in range(COARSEST, FINEST + 1):
            cursor.execute(_as_text("cover", level=sql.Literal(level), **_cell(level)), None)
        cursor.execute(_as_text("keep", layer=sql.Literal(layer.name)), None)
        cursor.execute(_SQL["forget"])


def _cell(level: int) -> dict[str, sql.Composable]:
    return {"cell": sql.Literal(cell_deg(level))}


def _as_text(name: str, **parts: sql.Composable) -> str:
    columns = {
        "geom": sql.Identifier(GEOMETRY_COLUMN),
        "class": sql.Identifier(CLASS_COLUMN),
        "label": sql.Identifier(LABEL_COLUMN),
    }
    return sql.SQL(_SQL[name]).format(**columns, **parts).as_string(None)
