"""Drawing with Mapnik. The only module that imports it.

Mapnik reads the features itself, with the SQL of the feature query; the interpreter's lock is
free meanwhile. Its datasources share one connection pool a process, which comes into being with
the first drawing, after gunicorn has forked (config.gunicorn_conf).
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection

from layers import overviews
from layers.bbox import domain
from layers.drawing import CLASS_COLUMN, DIMENSION_COLUMN, GEOMETRY_COLUMN, mapnik_table
from layers.errors import DatabaseAway, QueryTimeout
from layers.layer import Layer
from layers.styles.model import Rule
from layers.thinning import pixel_side
from ows.render.image_formats import PNG, ImageFormat
from ows.render.mapnik_style import mapnik_styles
from ows.render.picture import DrawnLayer, Picture, buffer_px
from ows.render.png import write_png


@contextmanager
def _environment_kept(*names: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in names}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


# Mapnik's wheel points the whole process at its own PROJ and GDAL data as it is imported,
# which breaks everybody else's ("Cannot find proj.db"). It does not need them afterwards.
with _environment_kept("PROJ_LIB", "PROJ_DATA", "GDAL_DATA"):
    import mapnik

# At least as many connections as threads can draw at once (config.gunicorn_conf), since
# Mapnik fails rather than waits when its pool is empty.
POOL_SIZE = 32
_MAPNIKS_NAMES = {"host", "port", "dbname", "user", "password"}


# From this scale denominator on several points share a pixel so often that leaving all but one
# out costs less than drawing them: a pixel is 280 m wide, a tile holds 5,000 km².
THINNED_FROM = 1_000_000


@dataclass(frozen=True)
class Symbol:
    """Where a legend's symbol goes: pixels from the top left of the image."""

    left: int
    top: int
    width: int
    height: int


class DrawingError(Exception):
    """Mapnik could not draw; the reason is in the log."""


def draw(picture: Picture) -> bytes:
    """The picture, encoded.

    Raises:
        QueryTimeout: the database took longer than it may.
        DatabaseAway: it doesn't answer.
        DrawingError: anything else went wrong.
    """
    # A restarted database leaves dead connections in the pool, each found out by one failure.
    for _ in range(POOL_SIZE):
        try:
            return _draw(picture)
        except RuntimeError as error:
            message = str(error)
            if "statement timeout" in message:
                raise QueryTimeout from error
            # Mapnik's message holds the whole SQL: for the log, never for the client.
            if not _is_lost_connection(message):
                raise DrawingError from error
    raise DatabaseAway


def draw_symbols(
    symbols: Sequence[Symbol],
    rules: Sequence[Rule],
    size: tuple[int, int],
    pixel_ratio: float,
) -> bytes:
    """Each rule's symbol at its place, as a transparent PNG of ``size`` (width, height)."""
    width, height = size
    # The map's units are the image's pixels, counted from the bottom left.
    canvas = mapnik.Map(width, height, "epsg:3857")
    canvas.zoom_to_box(mapnik.Box2d(0, 0, width, height))
    styles = mapnik_styles("symbol", rules, pixel_ratio, mixed=True)
    mapnik.load_map_from_string(canvas, styles.xml)
    lines = [f"wkt|{CLASS_COLUMN}|{DIMENSION_COLUMN}"]
    for index, (symbol, rule) in enumerate(zip(symbols, rules, strict=True)):
        shapes = _symbol_shapes(symbol, rule, height)
        lines += [f"{wkt}|{index}|{dimension}" for dimension, wkt in shapes]
    layer = mapnik.Layer("symbols", "epsg:3857")
    layer.datasource = mapnik.CSV(inline="\n".join(lines), separator="|")
    for style in styles.shapes:
        layer.styles.append(style)
    canvas.layers.append(layer)
    image = mapnik.Image(width, height)
    mapnik.render(canvas, image, pixel_ratio)
    encoded: bytes = image.to_string(PNG.encoder)
    return encoded


def _symbol_shapes(symbol: Symbol, rule: Rule, height: int) -> list[tuple[int, str]]:
    """A point for a marker, a line for a line, a rectangle for what has an outline.

    Each with its dimension; a rule of mixed geometries has several, one on the other.
    """
    shapes = []
    west, east = symbol.left + 1, symbol.left + symbol.width - 1
    north, south = height - symbol.top - 1, height - symbol.top - symbol.height + 1
    middle = (north + south) / 2
    if rule.line:
        shapes.append((1, f"LINESTRING({west} {middle}, {east} {middle})"))
    elif rule.fill or rule.stroke:
        ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
        shapes.append((2, f"POLYGON(({ring}))"))
    if rule.marker:
        shapes.append((0, f"POINT({(west + east) / 2} {middle})"))
    return shapes


def _is_lost_connection(message: str) -> bool:
    signs = (
        "server closed the connection",
        "terminating connection",
        "no connection to the",
        "connection to server",
        "could not connect",
        "the database system is",
        "Connection refused",
    )
    return any(sign in message for sign in signs)


def _draw(picture: Picture) -> bytes:
    canvas = mapnik.Map(picture.width_px, picture.height_px, f"epsg:{picture.bbox.srid}")
    canvas.aspect_fix_mode = mapnik.aspect_fix_mode.RESPECT
    if picture.background is not None:
        canvas.background = mapnik.Color(picture.background)
    box = picture.bbox
    canvas.zoom_to_box(mapnik.Box2d(box.minx, box.miny, box.maxx, box.maxy))
    drawn = [(layer, _rules_at(layer, picture.scale_denominator)) for layer in picture.layers]
    every_rule = (rule for _layer, rules in drawn for rule in rules)
    canvas.buffer_size = math.ceil(buffer_px(every_rule) * picture.pixel_ratio)
    for layer in _mapnik_layers(canvas, picture, drawn):
        canvas.layers.append(layer)
    image = mapnik.Image(picture.width_px, picture.height_px)
    mapnik.render(canvas, image, picture.pixel_ratio)
    return _encoded(image, picture.format)


def _encoded(image: mapnik.Image, format_: ImageFormat) -> bytes:
    if format_ is PNG:  # a third of the time that Mapnik takes, for the same bytes a pixel
        image.demultiply()
        return write_png(image.width(), image.height(), image.to_string())
    encoded: bytes = image.to_string(format_.encoder)
    return encoded


def _mapnik_layers(
    canvas: mapnik.Map, picture: Picture, layers: Sequence[tuple[DrawnLayer, tuple[Rule, ...]]]
) -> list[mapnik.Layer]:
    """Shapes from the bottom up, then all labels, those of the topmost layer first.

    The first label takes its place and others give way, so the topmost layer's are kept.
    """
    shapes, labels = [], []
    for index, (drawn, rules) in enumerate(layers):
        if not rules:
            continue
        mixed = drawn.layer.shape_type.is_mixed
        styles = mapnik_styles(f"s{index}", rules, picture.pixel_ratio, mixed=mixed)
        mapnik.load_map_from_string(canvas, styles.xml)
        table = _table(picture, drawn, rules)
        datasource = _datasource(table, drawn.layer.srid, _database())
        if len(picture.layers) == 1:  # nothing can lie between: both in one query
            return [_mapnik_layer(drawn.layer, (*styles.shapes, *styles.labels), datasource)]
        shapes.append(_mapnik_layer(drawn.layer, styles.shapes, datasource))
        if styles.labels:
            labels.append(_mapnik_layer(drawn.layer, styles.labels, datasource))
    return shapes + labels[::-1]


def _table(picture: Picture, drawn: DrawnLayer, rules: tuple[Rule, ...]) -> str:
    """Where Mapnik reads the layer: an overview for a small map, or the rows themselves."""
    thinned = picture.scale_denominator >= THINNED_FROM
    if thinned and drawn.filter is None:
        bbox = picture.bbox
        finer = min(bbox.width / picture.width_px, bbox.height / picture.height_px)
        pixel = pixel_side(drawn.layer.srid, bbox.srid, finer)
        overview = overviews.mapnik_table(drawn.layer, rules, pixel)
        if overview is not None:
            return overview
    return mapnik_table(drawn.layer, picture.user, rules, drawn.filter, thinned)


def _rules_at(drawn: DrawnLayer, denominator: float) -> tuple[Rule, ...]:
    if not drawn.layer.active_at(denominator):
        return ()
    return drawn.style.rules_at(denominator)


def _mapnik_layer(
    layer: Layer, styles: tuple[str, ...], datasource: mapnik.Datasource
) -> mapnik.Layer:
    result = mapnik.Layer(layer.name, f"epsg:{layer.srid}")
    result.datasource = datasource
    result.cache_features = len(styles) > 1  # one query for all the styles
    for style in styles:
        result.styles.append(style)
    return result


# Making one asks the database for the columns' types and, so that a process may fork, closes
# the connection it did that on; the next would have to connect again, which takes 20 ms. So
# each is kept, and threads share it.
@lru_cache(maxsize=256)
def _datasource(table: str, srid: int, database: tuple[tuple[str, str], ...]) -> mapnik.Datasource:
    """A layer's features. Every fact that Mapnik would else ask the database for is given."""
    return mapnik.PostGIS(
        **dict(database),
        table=table,
        geometry_field=GEOMETRY_COLUMN,
        srid=srid,
        extent=",".join(map(repr, domain(srid))),
        persist_connection=True,
        initial_size=1,
        max_size=POOL_SIZE,
        connect_timeout=5,
    )


def _database() -> tuple[tuple[str, str], ...]:
    """The site's own database, as the role that may only read.

    Mapnik writes its parameters one after another into libpq's notation as they are, so each is
    quoted here; those that it has no name for (``sslmode`` and the like) follow the database's.
    """
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME"}
    given = {key: str(connection.settings_dict[name] or "") for key, name in names.items()}
    quoted = {key: _quoted(value) for key, value in (given | settings.RENDER_ROLE).items() if value}
    others = [f"{key}={quoted.pop(key)}" for key in sorted(quoted.keys() - _MAPNIKS_NAMES)]
    quoted["dbname"] = " ".join([quoted["dbname"], *others])
    return tuple(quoted.items())


def _quoted(value: str) -> str:
    """A value of a connection string (PostgreSQL manual, 34.1.1.1)."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
